//! Which pieces go first when there are too many: the oldest, and of those that came together the
//! smallest.

use std::collections::VecDeque;

/// A piece for as long as it lives: numbers are used again, but never with the same generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id {
    number: u32,
    generation: u32,
}

#[derive(Clone, Copy, Debug)]
struct Holder {
    generation: u32,
    /// Index of the piece in the columns.
    index: u32,
    /// Whether it has been told to fade, to make room.
    retiring: bool,
}

/// The pieces in the order in which they make room, and where each is.
#[derive(Clone, Debug, Default)]
pub struct Order {
    holders: Vec<Holder>,
    free: Vec<u32>,
    /// Those that stay, oldest first; some may have gone for other reasons.
    staying: VecDeque<Id>,
    /// Those that fade to make room.
    retiring: VecDeque<Id>,
    retiring_count: usize,
    retired: u64,
}

impl Order {
    /// Takes in a piece, which goes after all that came before it.
    pub fn add(&mut self, index: usize) -> Id {
        let index = index as u32;
        let id = match self.free.pop() {
            Some(number) => {
                let holder = &mut self.holders[number as usize];
                holder.index = index;
                holder.retiring = false;
                Id { number, generation: holder.generation }
            }
            None => {
                self.holders.push(Holder { generation: 0, index, retiring: false });
                Id { number: self.holders.len() as u32 - 1, generation: 0 }
            }
        };
        self.staying.push_back(id);
        id
    }

    /// A piece has moved in the columns.
    pub fn moved(&mut self, id: Id, index: usize) {
        self.holders[id.number as usize].index = index as u32;
    }

    /// A piece has gone.
    pub fn remove(&mut self, id: Id) {
        let holder = &mut self.holders[id.number as usize];
        self.retiring_count -= usize::from(holder.retiring);
        holder.generation = holder.generation.wrapping_add(1);
        holder.retiring = false;
        self.free.push(id.number);
        // Ids of pieces that went on their own gather in the middle of the queue.
        let live = self.holders.len() - self.free.len();
        if self.staying.len() > 2 * live + 1024 {
            let holders = &self.holders;
            self.staying.retain(|id| holders[id.number as usize].generation == id.generation);
        }
    }

    /// How many fade to make room.
    pub fn retiring_count(&self) -> usize {
        self.retiring_count
    }

    /// How many have been told to make room so far.
    pub fn retired(&self) -> u64 {
        self.retired
    }

    /// The index of the piece that retires next; it counts as retiring from now on.
    pub fn retire_next(&mut self) -> Option<usize> {
        while let Some(id) = self.staying.pop_front() {
            if self.index_of(id).is_some() {
                let holder = &mut self.holders[id.number as usize];
                holder.retiring = true;
                self.retiring_count += 1;
                self.retired += 1;
                self.retiring.push_back(id);
                return Some(holder.index as usize);
            }
        }
        None
    }

    /// The index of the piece that has to go at once, when even fading ones are too many.
    pub fn first_to_go(&mut self) -> Option<usize> {
        loop {
            while let Some(&id) = self.retiring.front() {
                if let Some(index) = self.index_of(id) {
                    return Some(index);
                }
                self.retiring.pop_front();
            }
            self.retire_next()?;
        }
    }

    fn index_of(&self, id: Id) -> Option<usize> {
        let holder = self.holders.get(id.number as usize)?;
        (holder.generation == id.generation).then_some(holder.index as usize)
    }
}
