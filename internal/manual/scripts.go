package manual

import (
	"fmt"
	"strings"
)

// Shells are those that there is a script for.
const Shells = "bash,zsh,fish,powershell"

// Script is what a shell reads so that it completes the program's commands: it asks the program.
func Script(shell, program string) (string, error) {
	script, ok := scripts[shell]
	if !ok {
		return "", fmt.Errorf("there is no completion for %q; there is for %s", shell, strings.ReplaceAll(Shells, ",", ", "))
	}
	return strings.ReplaceAll(script, "PROGRAM", program), nil
}

// scripts have the program's name as PROGRAM.
var scripts = map[string]string{
	"bash": `# bash: source <(PROGRAM completion bash)
_PROGRAM() {
  local IFS=$'\n'
  COMPREPLY=($(PROGRAM complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _PROGRAM PROGRAM
`,
	"zsh": `#compdef PROGRAM
# zsh: source <(PROGRAM completion zsh), or this file as _PROGRAM in a folder of $fpath
_PROGRAM() {
  local -a found
  found=("${(@f)$(PROGRAM complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "${found[1]}" ]]; then
    compadd -a found
  else
    _files
  fi
}
if [[ "$funcstack[1]" == _PROGRAM ]]; then
  _PROGRAM "$@"
else
  compdef _PROGRAM PROGRAM
fi
`,
	"fish": `# fish: PROGRAM completion fish | source
function __PROGRAM_complete
    set -l words (commandline -opc) (commandline -ct)
    PROGRAM complete -- $words[2..-1] 2>/dev/null
end
complete -c PROGRAM -a '(__PROGRAM_complete)'
`,
	"powershell": `# PowerShell: PROGRAM completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName PROGRAM -ScriptBlock {
    param($word, $command, $position)
    $words = @($command.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($word -eq '') { $words += '""' }
    PROGRAM complete -- @words 2>$null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
`,
}
