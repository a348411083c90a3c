package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// unitless is what the parser says of a duration that is only a number.
var unitless = regexp.MustCompile(`missing unit in duration "([0-9]+)"`)

// sourced is a fault of the command line in the words of who has to mend it:
// the variable where the value came from it, and a duration with its unit.
func sourced(err error, model *kong.Application, args []string) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	for _, flag := range allFlags(model.Node) {
		option := "--" + flag.Name
		if !regexp.MustCompile(regexp.QuoteMeta(option)+`\b`).MatchString(text) || given(option, args) {
			continue
		}
		for _, variable := range flag.Envs {
			if os.Getenv(variable) != "" {
				text = strings.Replace(text, option, variable, 1)
			}
		}
	}
	if number := unitless.FindStringSubmatch(text); number != nil {
		text += fmt.Sprintf("; write %ss for seconds", number[1])
	}
	if text == err.Error() {
		return err
	}
	var fault *kong.ParseError
	errors.As(err, &fault)
	return &misuse{text, fault}
}

// misuse is a fault of the command line or of a variable, in better words than the parser's.
type misuse struct {
	text  string
	fault *kong.ParseError // what the parser said; nil where it was not asked
}

func (m *misuse) Error() string { return m.text }

// ExitCode is asked by who ends the program.
func (m *misuse) ExitCode() int { return wrongUse }

// Unwrap answers what the parser said.
func (m *misuse) Unwrap() error {
	if m.fault == nil {
		return nil
	}
	return m.fault
}

// misused is an error that its user can mend by calling the program otherwise.
func misused(err error) error {
	if err == nil {
		return nil
	}
	return &misuse{text: err.Error()}
}

// given reports whether an option is among the arguments.
func given(option string, args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool { return arg == option || strings.HasPrefix(arg, option+"=") })
}

// allFlags are the flags of a command and of all below it.
func allFlags(node *kong.Node) []*kong.Flag {
	flags := slices.Clone(node.Flags)
	for _, child := range node.Children {
		flags = append(flags, allFlags(child)...)
	}
	return flags
}
