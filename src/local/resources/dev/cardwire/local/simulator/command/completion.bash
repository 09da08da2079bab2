# completion of the local UQPAY's command line for bash: eval "$(uqpay completion)"
_uqpay() {
    local word=${COMP_WORDS[COMP_CWORD]} server listen trigger
    server="--port= --host= --webhook-url= --webhook-secret= --state-file= --time-scale= --scenario= --record="
    listen="--forward-to= --events= --print=body --port= --address= --url="
    trigger="--list --card= --data= --url="
    case ${COMP_WORDS[1]} in
        trigger) COMPREPLY=($(compgen -W "@EVENTS@ $trigger" -- "$word")) ;;
        listen) COMPREPLY=($(compgen -W "$listen" -- "$word")) ;;
        *) COMPREPLY=($(compgen -W "trigger listen completion help --help $server" -- "$word")) ;;
    esac
    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
}
complete -F _uqpay uqpay
