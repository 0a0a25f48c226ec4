# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2086
# What bash completes of dda(1).

@tables for bash@

# _dda_ask COMMAND...: what it says of the host that the line names. Quick, or not at all.
_dda_ask() {
    local host=()
    [[ -z $_dda_host ]] || host=(--host "$_dda_host")
    timeout 1 dda "${host[@]}" -q "$@" 2> /dev/null < /dev/null
}

_dda_files() {
    local file
    compgen -f -- "$1" | while IFS= read -r file; do
        if [[ -d $file ]]; then echo "$file/"; else echo "$file"; fi
    done
}

# What a word of the usage line stands for, one in each line.
_dda_words() {
    case $1 in
    DEVICE | ADDRESS)
        # Addresses, also without the domain where that is 0, and once a P is typed location paths.
        if [[ $current == [Pp]* ]]; then _dda_words LOCATION
        elif [[ $current == ????:* || -z $current ]]; then _dda_ask list | awk 'NR > 1 { print $1 }'
        else _dda_ask list | awk 'NR > 1 { print $1; if (sub(/^0000:/, "")) print $1 }'
        fi ;;
    LOCATION) _dda_ask list | awk 'NR > 1 && $2 ~ /^P/ { print $2 }' ;;
    VM) _dda_ask vms | awk 'NR == 1 { next } /^$/ { exit } { sub(/  +.*/, ""); print }' ;;
    JOURNAL) _dda_ask history | sed -n 's/^\([0-9][0-9]*\) .*/\1/p' ;;
    COMMAND) printf '%s\n' $_dda_commands ;;
    CODE) printf '%s\n' $_dda_codes ;;
    HOST) printf '%s\n' local snapshot: lspci: root: ;;
    FILE) _dda_files "$current" ;;
    [a-z]*) printf '%s\n' "$1" ;;
    esac
}

# Those of standard input that begin as the current word does, quoted as that is.
_dda_offer() {
    local word typed=$current quoted
    while IFS= read -r word; do
        [[ -n $word && $word == "$typed"* ]] || continue
        quoted=$word
        [[ $word != *[:/] ]] || compopt -o nospace 2> /dev/null
        [[ $quote ]] || printf -v quoted %q "$word"
        # What stands before a colon bash takes for a word of its own.
        [[ $quote || $typed != *:* || $COMP_WORDBREAKS != *:* ]] || quoted=${quoted#"${typed%:*}":}
        COMPREPLY+=("$quoted")
    done
}

_dda_value() {
    local argument='' values=''
    _dda_option "$1"
    if [[ $1 == --host && $current == @(snapshot|lspci|root):* ]]; then
        local kind=${current%%:*}
        _dda_offer < <(_dda_files "${current#*:}" | sed "s|^|$kind:|")
    elif [[ $values ]]; then _dda_offer <<< "$values"
    else _dda_offer < <(_dda_words "$argument")
    fi
}

_dda() {
    local line=${COMP_LINE:0:COMP_POINT} words=() command='' word options='' operands=''
    local current quote='' _dda_host='' spread='' skip=''
    COMPREPLY=()
    # Words as they were typed: bash itself divides them at colons too.
    read -ra words <<< "${line//\\ /$'\001'}"
    [[ $line == *[[:blank:]] ]] && words+=('')
    current=${words[-1]//$'\001'/ }
    case $current in
    [\"\']*) quote=${current:0:1} current=${current:1} ;;
    *) current=${current//\\/} ;;
    esac
    for word in "${words[@]:1:${#words[@]}-2}"; do
        if [[ $skip ]]; then
            [[ $skip != --host ]] || _dda_host=$word
            skip=
            continue
        fi
        local argument='' values=''
        case $word in
        --spread) spread=yes ;;
        --host=*) _dda_host=${word#*=} ;;
        --*=*) ;;
        -*) _dda_option "$word"; [[ -z $argument ]] || skip=$word ;;
        *) [[ $command ]] || command=$word ;;
        esac
    done
    [[ -z $command ]] || _dda_command "$command"
    if [[ $skip ]]; then _dda_value "$skip"
    elif [[ $current == --*=* ]]; then
        word=${current%%=*} current=${current#*=}
        _dda_value "$word"
    elif [[ $current == -* ]]; then _dda_offer < <(printf '%s\n' $options $_dda_global)
    elif [[ -z $command ]]; then _dda_offer < <(printf '%s\n' $_dda_commands)
    else
        [[ -z $spread ]] || operands=VM
        [[ $operands != *DEVICE* ]] || operands=${operands// VM/}
        _dda_offer < <(for word in $operands; do _dda_words "$word"; done)
    fi
}
complete -F _dda dda
