# shellcheck shell=sh
# For the tests in this folder: each is one script that first starts itself inside the lab, with
# the topology its line "# topology: NAME" asks for (and the options in "# lab: OPTIONS"), and then checks the real thing there.
# It prints "ok NAME", "not ok NAME" or "skip NAME: why" lines and fails when one is not ok.

if [ ! -d /run/lab/share ]; then
    cd "$(dirname "$0")/../.." || exit 1
    topology=$(sed -n 's/^# topology: //p' "$0")
    options=$(sed -n 's/^# lab: //p' "$0")
    # shellcheck disable=SC2086 # a list of options
    exec lab/run $options --topology "${topology:-default}" --timeout "${LAB_TIMEOUT:-600}" -- \
        env CHECK_LONG="${CHECK_LONG-}" "tests/lab/$(basename "$0")"
fi

failed=0
patience=300 # seconds for one command, some of which wait for a guest
work=$(mktemp -d)
pci=/sys/bus/pci/devices

# check NAME COMMAND...: ok when COMMAND succeeds.
check() {
    name=$1
    shift
    if "$@" > "$work/check.log" 2>&1; then
        echo "ok $name"
    else
        failed=1
        echo "not ok $name: $*"
        sed 's/^/    /' "$work/check.log" "$work/out" "$work/err"
    fi
}

# run STATUS COMMAND...: runs it, keeps $work/out and $work/err, succeeds when it exits with STATUS.
run() {
    wanted=$1 got=0
    shift
    case $(command -v "$1") in */*) set -- timeout -k 5 "$patience" "$@" ;; esac # not a test's own function
    "$@" > "$work/out" 2> "$work/err" < /dev/null || got=$?
    [ $got = "$wanted" ] || { echo "exit status $got, not $wanted"; return 1; }
}

# json FILTER: true when the jq filter is, on what the last command printed.
json() { jq -e "$1" "$work/out"; }

# says PATTERN: the last command's standard error matches. prints PATTERN: its output does.
says() { grep -Eq -- "$1" "$work/err"; }
prints() { grep -Eq -- "$1" "$work/out"; }

# driver_is ADDRESS DRIVER: "-" for none.
driver_is() {
    link=$(readlink "$pci/$1/driver") || link=-
    [ "${link##*/}" = "$2" ] || { echo "$1 has driver ${link##*/}, not $2"; return 1; }
}

# state ADDRESS STATE: what dda says of it.
state_is() {
    dda --json list > "$work/list" && jq -e --arg a "$1" --arg s "$2" \
        '.devices[] | select(.address == $a) | .state == $s' "$work/list"
}

# Everything about drivers and VMs that a transaction could change, as one text. (Few processes:
# starting one costs far more here than what it does.)
snapshot() {
    find "$pci"/*/driver -maxdepth 0 -printf '%p %l\n'
    grep . "$pci"/*/driver_override
    for vm in $(virsh -q list --all --name 2> /dev/null); do virsh -q dumpxml --inactive "$vm"; done
    ls /run/dda/origin 2> /dev/null || :
}
same_as() { snapshot > "$work/now"; diff "$1" "$work/now"; }

# After a failure: what the kernel and the VMs' QEMUs said last, without their command lines.
last_words() {
    dmesg | tail -n 15
    for log in /var/log/libvirt/qemu/*.log; do
        [ ! -e "$log" ] || { echo "$log:"; grep -v '[\\]$' "$log" | tail -n 15; }
    done
}

finish() {
    [ $failed = 0 ] || last_words | sed 's/^/    /'
    rm -rf "$work"
    exit $failed
}
