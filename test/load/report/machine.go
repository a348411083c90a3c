package report

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// Machine is the kind of machine measured on, never which one.
type Machine struct {
	Cores  int
	CPU    string // the model, empty when it is not known
	Memory int64  // bytes, 0 when it is not known
	System string // operating system and architecture
	Go     string
}

// ThisMachine looks at the machine this runs on.
func ThisMachine() Machine {
	m := Machine{Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH, Go: strings.TrimPrefix(runtime.Version(), "go")}
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		m.CPU = field(text, "model name")
	}
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		kilobytes, _ := strconv.ParseInt(strings.TrimSuffix(field(text, "MemTotal"), " kB"), 10, 64)
		m.Memory = kilobytes << 10
	}
	return m
}

// field is the value of the first "name: value" in text.
func field(text []byte, name string) string {
	for line := range bytes.Lines(text) {
		if key, value, ok := bytes.Cut(line, []byte(":")); ok && string(bytes.TrimSpace(key)) == name {
			return string(bytes.TrimSpace(value))
		}
	}
	return ""
}

func (m Machine) String() string {
	text := fmt.Sprintf("%d cores", m.Cores)
	if m.CPU != "" {
		text += " (" + m.CPU + ")"
	}
	if m.Memory > 0 {
		text += fmt.Sprintf(", %.0f GB of memory", float64(m.Memory)/(1<<30))
	}
	return text + ", " + m.System + ", Go " + m.Go
}
