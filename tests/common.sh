# What the suites below this folder share. Each one's `run` sources it, after it has said where it is: `here`, its own
# folder, and `repository`.

fail() {
  echo "$0: $*" >&2
  exit 2
}

# What the requirements file $1 names, in a virtual environment of the suite's own; nothing if it is there already.
install_python() {
  command -v python3 >/dev/null || fail "python3 is missing"
  local venv=$here/.venv
  cmp -s "$1" "$venv/installed.txt" && return
  rm -rf "$venv"
  python3 -m venv "$venv" || fail "python3 cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$1" || fail "pip could not install $1"
  cp "$1" "$venv/installed.txt"
}

# What the package-lock.json in folder $1 names, below that folder; nothing if it is there already.
install_node() {
  command -v node >/dev/null && command -v npm >/dev/null || fail "node and npm are missing"
  (($(node -p 'parseInt(process.versions.node)') >= 20)) || fail "node $(node --version) is too old: 20 or later is needed"
  local wanted=$1/package-lock.json installed=$1/node_modules/.installed.json
  cmp -s "$wanted" "$installed" && return
  (cd "$1" && npm ci --silent) || fail "npm could not install $wanted"
  cp "$wanted" "$installed"
}

# Builds the runner, and sets `runner` to it.
build_runner() {
  (cd "$repository" && cargo build --package paydesk-local) || fail "the runner does not build"
  # As cargo understood it: a relative folder is below the one that cargo ran in.
  runner=$(cd "$repository" && realpath -m "${CARGO_TARGET_DIR:-target}")/debug/paydesk
}

# Reads a program's output from file descriptor $1 until a line starts with $2, and prints the rest of that line.
said() {
  local line
  while IFS= read -r -t 120 line <&"$1"; do
    [[ $line == "$2"* ]] && echo "${line#"$2"}" && return
  done
  return 1
}
