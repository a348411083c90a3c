package manual

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Status is an exit status and what it means.
type Status struct{ Code, Meaning string }

// Manual is what is said of a program besides its commands.
type Manual struct {
	Version     string
	Families    []Family
	Environment []Variable // those that no flag has
	Statuses    []Status
}

// Family is a group of commands.
type Family struct{ Key, Title, Text string }

// Variable is one of the environment.
type Variable struct{ Name, Help string }

// Man is the manual page, section 1, in the language of man.
func (m Manual) Man(model *kong.Application) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" \"%s %s\" \"User Commands\"\n", strings.ToUpper(model.Name), model.Name, escape(m.Version))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", model.Name, escape(strings.TrimSuffix(model.Help, ".")))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n\\fICOMMAND\\fR [\\fIFLAGS\\fR]\n", model.Name)
	commands := Commands(model)
	for _, family := range m.Families {
		fmt.Fprintf(&b, ".SH %s\n%s\n", strings.ToUpper(escape(family.Title)), escape(family.Text))
		for _, c := range commands {
			if c.Group == family.Key {
				manCommand(&b, c)
			}
		}
	}
	b.WriteString(".SH ENVIRONMENT\nA flag goes before its variable.\n")
	for _, v := range m.Environment {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", escape(v.Name), escape(v.Help))
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, s := range m.Statuses {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", escape(s.Code), escape(s.Meaning))
	}
	return b.String()
}

func manCommand(b *strings.Builder, c Command) {
	fmt.Fprintf(b, ".SS %s\n%s\n", escape(c.Path), escape(c.Help))
	if c.Detail != "" {
		fmt.Fprintf(b, ".PP\n%s\n", escape(strings.Join(strings.Fields(c.Detail), " ")))
	}
	for _, a := range c.Arguments {
		fmt.Fprintf(b, ".TP\n.I %s\n%s\n", escape(a.Name), escape(a.Help))
	}
	for _, f := range c.Flags {
		fmt.Fprintf(b, ".TP\n.B %s\n%s%s\n", escape(f.usage()), escape(f.Help), escape(f.defaults()))
	}
}

// usage is how a flag is given.
func (f Flag) usage() string {
	text := "--" + f.Name
	if f.Short != "" {
		text = "-" + f.Short + ", " + text
	}
	if f.Value != "" {
		text += "=" + f.Value
	}
	return text
}

// defaults are a flag's default and variables, as a sentence goes on.
func (f Flag) defaults() string {
	text := ""
	if f.Default != "" && !strings.Contains(f.Help, "Default: "+f.Default) {
		text += " Default: " + f.Default + "."
	}
	for _, variable := range f.Variables {
		if !strings.Contains(f.Help, variable) {
			text += " (" + variable + ")"
		}
	}
	return text
}

// escape writes text so that man shows it as it stands.
func escape(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return strings.NewReplacer("\n.", "\n\\&.", "\n'", "\n\\&'").Replace(text)
}
