# Turns a topology (see README.md) into QEMU arguments, one per line, and `iommu MODE` into a
# line `#iommu MODE`, `kernel PARAMETER` into `#kernel PARAMETER`. Ports start at slot 3: what comes first in the machine stays free for others.
function device(text) { print "-device"; print text }
function bad(why) {
    printf "lab: %s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
    failed = 1
    exit 1
}

# One function of a card; every function but the last says that more follow.
function fn(port, name, n, last, model) {
    device(model ",id=" name "." n ",bus=" port ",addr=0." n (n == 0 && !last ? ",multifunction=on" : ""))
}

function port(name, acs, place,    parts) {
    if (place == "") place = (next_slot++) ".0"
    else sub(/^slot=/, "", place)
    split(place, parts, ".")
    if (parts[1] >= next_slot) next_slot = parts[1] + 1
    known[name] = ++ports
    slot[name] = parts[1]
    device("pcie-root-port,id=" name ",bus=pcie.0,chassis=" ports ",slot=" ports \
           ",addr=" sprintf("0x%x.%d", parts[1], parts[2]) \
           (place ~ /\.0$/ && $4 != "" ? ",multifunction=on" : "") \
           (acs == "noacs" ? ",disable-acs=on" : ""))
}

# A switch behind a port; its downstream ports have no ACS, QEMU's never do.
function switch_behind(on,    i, up) {
    if (!(on in known)) bad("no port " on)
    up = "switch" ++switches
    device("x3130-upstream,id=" up ",bus=" on)
    for (i = 3; i <= NF; i++) {
        known[$i] = ++ports
        device("xio3130-downstream,id=" $i ",bus=" up ",chassis=" ports ",slot=" ports ",addr=0x" (i - 3))
    }
}

function card(on, kind,    name) {
    if (!(on in known)) bad("no port " on)
    name = "card" ++cards
    if (kind == "gpu" || kind == "gpu2") {
        fn(on, name, 0, 0, "bochs-display")
        fn(on, name, 1, kind == "gpu2", "ich9-intel-hda")
        if (kind == "gpu") fn(on, name, 2, 1, "pci-testdev,membar=16G")
    } else if (kind == "big") fn(on, name, 0, 1, "pci-testdev,membar=16G")
    else if (kind == "edu") fn(on, name, 0, 1, "edu")
    # Its address, which is its serial number too, goes with its slot: so it is the same card when others are added.
    else if (kind == "nic") fn(on, name, 0, 1, "e1000e" (on in slot ? sprintf(",mac=52:54:00:12:35:%02x", slot[on]) : ""))
    else if (kind == "sound") {
        print "-audiodev"
        print "none,id=" name ".audio"
        fn(on, name, 0, 1, "ich9-intel-hda")
        device("hda-output,bus=" name ".0.0,audiodev=" name ".audio")
    }
    else if (kind == "disk") {
        print "-drive"
        print "if=none,id=" name ".disk,driver=null-co,size=64M,read-zeroes=on,snapshot=on"
        fn(on, name, 0, 1, "nvme,serial=" name ",drive=" name ".disk,max_ioqpairs=2,sriov_max_vfs=0")
    } else if (kind == "serial") fn(on, name, 0, 1, "pci-serial,chardev=log")
    else if (kind == "usb") {
        fn(on, name, 0, 1, "qemu-xhci")
        device("usb-kbd,bus=" name ".0.0")
    } else if (kind == "nvme") fn(on, name, 0, 1, "nvme,serial=" name ",max_ioqpairs=2,sriov_max_vfs=0")
    else if (kind == "sriov") {
        device("nvme-subsys,id=" name ".subsys")
        fn(on, name, 0, 1, "nvme,serial=" name ",subsys=" name ".subsys,max_ioqpairs=6,msix_qsize=7," \
           "sriov_max_vfs=2,sriov_vq_flexible=4,sriov_vi_flexible=2")
    } else bad("no card kind " kind)
}

BEGIN { next_slot = 3 }
{ sub(/#.*/, "") }
!NF { next }
$1 == "iommu" && $2 ~ /^(intel|none|off)$/ {
    print "#iommu " $2
    if ($2 != "none") device("intel-iommu,intremap=on,caching-mode=on")
    next
}
$1 == "kernel" && NF == 2 { print "#kernel " $2; next }
$1 == "nodes" && $2 == 2 {
    for (i = 0; i < 2; i++) {
        print "-object"; print "memory-backend-ram,id=ram" i ",size=2G"
        print "-numa"; print "node,nodeid=" i ",cpus=" i ",memdev=ram" i
    }
    next
}
$1 == "disk" && NF == 2 {
    print "-drive"; print "if=none,id=kept,format=raw,file=" $2
    device("virtio-blk-pci,drive=kept,bus=pcie.0,addr=0x17")
    next
}
$1 == "screen" { device("cirrus-vga,bus=pcie.0,addr=0x1c,romfile="); next }
$1 == "port" && $3 ~ /^(acs|noacs)$/ && $4 ~ /^(slot=[0-9]+\.[0-7])?$/ { port($2, $3, $4); next }
$1 == "switch" && NF >= 3 && NF <= 9 { switch_behind($2); next }
$1 == "card" && NF == 3 { card($2, $3); next }
{ bad("not understood: " $0) }
