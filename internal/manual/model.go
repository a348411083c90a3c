package manual

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Command is one that can be run.
type Command struct {
	Path      string // with the program's name and the arguments: openhpp sessions show <session-id>
	Words     []string
	Help      string
	Detail    string // more of it
	Group     string // key of its family; empty: at the server
	Flags     []Flag
	Arguments []Argument
}

// Flag is an option of a command.
type Flag struct {
	Name, Short string // without hyphens
	Value       string // what stands for its value; empty: it takes none
	Help        string
	Default     string // a value, or what holds in words
	Variables   []string
	Values      []string // those there are; none: any
	Required    bool
}

// Argument is one that stands without a flag.
type Argument struct{ Name, Help string }

// Commands are all of a model in its order, but those that are hidden.
func Commands(model *kong.Application) []Command {
	var all []Command
	for _, leaf := range model.Leaves(true) {
		all = append(all, commandOf(leaf))
	}
	return all
}

func commandOf(leaf *kong.Node) Command {
	c := Command{Path: leaf.FullPath(), Help: leaf.Help, Detail: leaf.Detail, Words: wordsOf(leaf)}
	for n := leaf; n != nil; n = n.Parent {
		if n.Group != nil {
			c.Group = n.Group.Key
		}
	}
	for _, p := range leaf.Positional {
		c.Path += " " + p.Summary()
		c.Arguments = append(c.Arguments, Argument{p.Summary(), p.Help})
	}
	for _, group := range leaf.AllFlags(true) {
		for _, f := range group {
			if f.Name != "help" && !isOfProgram(leaf, f) {
				c.Flags = append(c.Flags, flagOf(f))
			}
		}
	}
	return c
}

// isOfProgram reports whether a flag is no command's own.
func isOfProgram(leaf *kong.Node, f *kong.Flag) bool { return slices.Contains(root(leaf).Flags, f) }

func flagOf(f *kong.Flag) Flag {
	flag := Flag{Name: f.Name, Help: f.Help, Default: f.Default, Variables: f.Envs, Required: f.Required}
	if flag.Default == "" {
		flag.Default = f.Tag.Get("otherwise")
	}
	if f.Short != 0 {
		flag.Short = string(f.Short)
	}
	if f.Enum != "" {
		flag.Values = f.EnumSlice()
	}
	if !f.IsBool() {
		if flag.Value = f.PlaceHolder; flag.Value == "" {
			flag.Value = strings.ToUpper(f.Name)
		}
	}
	return flag
}

func wordsOf(n *kong.Node) []string {
	var words []string
	for ; n != nil && n.Type != kong.ApplicationNode; n = n.Parent {
		words = append([]string{n.Name}, words...)
	}
	return words
}

func root(n *kong.Node) *kong.Node {
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}
