# Unpacks packages of a Debian suite into a folder, without installing anything. Sourced, not run.
#
# In:  a folder, package names. Out: the packages and everything that they depend on, unpacked in that
# folder; 0, or 1 with the reason on stderr.
# The machine's own package state is read (which mirror, which keys) and never written: apt gets lists, a
# cache and an empty status file of its own. Works as an ordinary user. No host is named here: the
# mirror is the one that this machine's apt uses.

# The suite that carries Godot 4.6. Older ones carry Godot 3.
readonly DEBIAN_SUITE=forky

# debian_mirror: the address of the mirror that this machine's apt uses for Debian itself.
debian_mirror() {
	command -v apt-get >/dev/null || return 1
	# Where other vendors' sources stand beside it, only those of origin Debian count; the archive of
	# security updates is another one and does not carry the suite. A machine that has never run
	# `apt-get update` has no origins yet; its sources still name the mirror.
	local targets
	targets=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Origin: Debian' 2>/dev/null)
	[ -n "$targets" ] || targets=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' \
		'Created-By: Packages' 2>/dev/null | grep -E '(^| )[^ ]*debian/? ')
	printf '%s\n' "$targets" | awk '$1 !~ /security/ && $2 !~ /security/ { print $1; exit }' | grep .
}

# debian_unpack FOLDER PACKAGE...: with all that they depend on.
debian_unpack() {
	local folder=$1 plan
	shift
	_debian_lists "$folder" || return 1
	plan=$(APT_CONFIG=$folder/apt/apt.conf apt-get install --print-uris -qq -y "$@" 2>"$folder/apt/log" |
		awk '$3 ~ /^[0-9]+$/ { bytes += $3; count++ } END { printf "%d packages, %d MB", count, bytes / 1e6 }')
	echo "  downloading $plan" >&2
	_debian_apt "$folder/apt" install -y --download-only "$@" || return 1
	_debian_unpack_downloaded "$folder"
}

# debian_unpack_alone FOLDER PACKAGE...: without what they depend on.
debian_unpack_alone() {
	local folder=$1
	shift
	_debian_lists "$folder" || return 1
	echo "  downloading $*" >&2
	(cd "$folder/apt/archives" && _debian_apt "$folder/apt" download "$@") || return 1
	_debian_unpack_downloaded "$folder"
}

# Makes an apt of its own in FOLDER, with the suite's lists.
_debian_lists() {
	local folder=$1 mirror state keys
	mirror=$(debian_mirror) || {
		echo "this machine's apt names no Debian mirror" >&2
		return 1
	}
	state=$folder/apt
	mkdir -p "$state/lists/partial" "$state/archives/partial" "$state/etc" "$folder/root" || return 1
	: >"$state/status"
	# A key ring of the machine's own signs for the suite; apt refuses what it does not.
	keys=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -r "$keys" ] && keys="[signed-by=$keys]" || keys=
	echo "deb $keys $mirror $DEBIAN_SUITE main" >"$state/etc/sources.list"
	cat >"$state/apt.conf" <<-CONF
		Dir::State "$state";
		Dir::State::lists "$state/lists";
		Dir::State::status "$state/status";
		Dir::Cache "$state";
		Dir::Cache::archives "$state/archives";
		Dir::Etc::sourcelist "$state/etc/sources.list";
		Dir::Etc::sourceparts "-";
		Dir::Etc::preferences "-";
		Dir::Etc::preferencesparts "-";
		APT::Sandbox::User "root";
		APT::Install-Recommends "0";
		APT::Get::List-Cleanup "0";
		Acquire::Languages "none";
		Acquire::Retries "3";
		Debug::NoLocking "1";
	CONF
	echo "  reading the package lists of Debian $DEBIAN_SUITE" >&2
	_debian_apt "$state" update || return 1
}

_debian_unpack_downloaded() {
	local folder=$1 package
	echo "  unpacking" >&2
	for package in "$folder"/apt/archives/*.deb; do
		dpkg -x "$package" "$folder/root" || return 1
	done
	rm -rf "$folder/apt"
}

# Runs apt-get on the private state; what it said comes out when it fails.
_debian_apt() {
	local state=$1
	shift
	APT_CONFIG=$state/apt.conf apt-get -q "$@" >"$state/log" 2>&1 || {
		tail -n 5 "$state/log" >&2
		return 1
	}
}
