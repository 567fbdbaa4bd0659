# Completion of cognito-unlink in bash. In ~/.bashrc: source <(cognito-unlink completion bash)
_cognito_unlink() {
    local words=() count=0 i line value glued= prefix=
    # To readline = is a word of its own.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == = && $count -gt 0 ]]; then
            words[count - 1]+='='
            glued=1
        elif [[ -n $glued ]]; then
            words[count - 1]+=${COMP_WORDS[i]}
            glued=
        else
            words[count++]=${COMP_WORDS[i]}
        fi
    done
    if [[ ${words[count - 1]} == --*=* && $COMP_WORDBREAKS == *=* ]]; then
        prefix=${words[count - 1]%%=*}=
    fi

    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            return
        fi
        value=${line%%$'\t'*}
        COMPREPLY+=("${value#"$prefix"}")
    done < <("${1/#\~/$HOME}" complete -- "${words[@]}" 2>/dev/null)
    # Files are only for where they are asked for. Before bash 4 there is no compopt.
    compopt +o default 2>/dev/null
}
complete -o default -F _cognito_unlink cognito-unlink
