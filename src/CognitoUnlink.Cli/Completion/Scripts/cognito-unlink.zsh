#compdef cognito-unlink
# Completion of cognito-unlink in zsh. In ~/.zshrc, behind compinit: source <(cognito-unlink completion zsh)
_cognito_unlink() {
    local -a candidates
    local line
    for line in "${(@f)$("${(Q)words[1]/#\~/$HOME}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == :files ]]; then
            compset -P '--*='
            _files
            return
        elif [[ -n $line ]]; then
            candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        fi
    done
    (( $#candidates )) && _describe -V -t cognito-unlink cognito-unlink candidates
}
if [[ $funcstack[1] == _cognito_unlink ]]; then
    _cognito_unlink "$@"
else
    compdef _cognito_unlink cognito-unlink
fi
