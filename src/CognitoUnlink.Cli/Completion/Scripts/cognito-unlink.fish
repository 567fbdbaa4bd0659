# Completion of cognito-unlink in fish. Once: cognito-unlink completion fish > ~/.config/fish/completions/cognito-unlink.fish
function __cognito_unlink_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    if test (count $current) -eq 0
        set current ''
    end

    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -l candidates ($program complete -- $words[2..-1] $current 2>/dev/null)
    if test "$candidates" = ':files'
        set -l name (string match -r -- '^--[^=]+=' $current)
        for path in (__fish_complete_path (string replace -r -- '^--[^=]+=' '' $current))
            printf '%s%s\n' "$name" $path
        end
    else if test (count $candidates) -gt 0
        printf '%s\n' $candidates
    end
end
complete -c cognito-unlink -f -k -a '(__cognito_unlink_complete)'
