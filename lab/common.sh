# shellcheck shell=sh
# What the lab's commands share. To be sourced with $here set to this directory.

# shellcheck disable=SC2034 # used by those who source this
lab_source=$(dirname "${here:?}")
lab_cache=$lab_source/build/lab
mkdir -p "$lab_cache"
PATH=$PATH:/usr/sbin:/sbin # depmod and friends, for ordinary users

# 125 says "the lab failed", as opposed to the command inside it.
fail() {
    echo "lab: $*" >&2
    exit 125
}

can_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# download DIR PACKAGE...: gets the packages, without installing them.
download() {
    dir=$1
    shift
    options=
    [ "$(id -u)" != 0 ] || options='-o APT::Sandbox::User=root' # else _apt must write here
    # shellcheck disable=SC2086 # a list of options
    (cd "$dir" && apt-get -q $options download "$@")
}

# with_update LOG COMMAND...: COMMAND, and once more after apt-get update when it fails.
with_update() {
    update_log=$1
    shift
    "$@" > "$update_log" 2>&1 ||
        { can_root && as_root apt-get -q update > "$update_log" 2>&1 && "$@" > "$update_log" 2>&1; } ||
        { tail -n 5 "$update_log" >&2; return 1; }
}

# make_once FILE FUNCTION: runs FUNCTION, which makes FILE, unless FILE is there. Several at the
# same time wait for the first.
make_once() {
    [ ! -e "$1" ] || return 0
    (
        flock 9
        [ -e "$1" ] || "$2"
    ) 9> "$lab_cache/lock"
}
