# Wine for tests, without a screen: each gets a prefix (a Windows of its own) cloned in an instant from
# one that is made once per build folder and version of Wine. To be sourced:
#
#   wine_start BUILD   makes the prefix $WINEPREFIX under BUILD, starts its server, and sets what `wine`
#                      needs: from then on `wine PROGRAM.exe ...` runs it. One at a time.
#   wine_stop          ends the prefix with all that runs in it, and removes it. For a trap, too; does
#                      nothing where nothing was started.
#
# Wine hands a Windows program's exit status on, its low 8 bits. Z: is the root folder.
# shellcheck shell=sh

# The prefix all others are copies of. WINEPREFIX and TMPDIR only in here.
wine_make_template() (
    mkdir -p "$1"
    exec 8> "$1/lock"
    flock 8
    made_by=$(wine --version)
    ! grep -qxF -e "$made_by" "$1/template/made-by" 2> /dev/null || exit 0
    rm -rf "$1/template"
    mkdir -p "$1/template/tmp"
    export WINEPREFIX="$1/template" TMPDIR="$1/template/tmp"
    {
        # Left alone it would say that it is Windows 7.
        wineboot -i && wine winecfg -v win10
        wineserver -k
        wineserver -w
    } > "$1/template.log" 2>&1 8>&- < /dev/null || :
    [ -e "$1/template/user.reg" ] || { cat "$1/template.log" >&2; exit 1; }
    rm -rf "$1/template/tmp" "$1/template/wineserver"
    echo "$made_by" > "$1/template/made-by"
)

wine_start() {
    wine_folder=$(cd "$1" && pwd)/wine
    unset DISPLAY WAYLAND_DISPLAY
    # C.UTF-8: in the plain C locale Wine mangles arguments. No menu entries in the user's home, and
    # no question for .NET and HTML.
    export LC_ALL=C.UTF-8 WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='winemenubuilder.exe=d;mscoree,mshtml='
    wine_make_template "$wine_folder" || return
    wine_prefix=$(mktemp -d "$wine_folder/prefix-XXXXXX") || return
    # Wine keeps its socket in TMPDIR; elsewhere it would be left behind.
    WINEPREFIX=$wine_prefix TMPDIR=$wine_prefix/tmp
    export WINEPREFIX TMPDIR
    mkdir "$TMPDIR"
    # Not the registry: Wine writes it in place, through the link into the template.
    cp -al "$wine_folder/template/drive_c" "$WINEPREFIX/"
    cp -a "$wine_folder/template/"*.reg "$wine_folder/template/dosdevices" "$wine_folder/template/.update-timestamp" "$WINEPREFIX/"
    # Should nobody stop it, it goes half a minute after its last program.
    wineserver -p30
}

# Only what wine_start made: a user's own WINEPREFIX is none of ours.
wine_prefix=
wine_stop() {
    [ -n "$wine_prefix" ] || return 0
    wineserver -k || :
    wineserver -w || :
    rm -rf "$wine_prefix"
    wine_prefix=
    unset WINEPREFIX TMPDIR
}
