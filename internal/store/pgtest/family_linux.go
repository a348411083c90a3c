package pgtest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// family is a process with all that come from it, parents first; none for one
// that is gone.
func family(pid int) []int {
	if !alive(pid) {
		return nil
	}
	children := map[int][]int{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is right
	for _, file := range stats {
		if one, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil {
			parent, _ := stat(one)
			children[parent] = append(children[parent], one)
		}
	}
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all
}

// alive reports whether a process is there and no mere entry of a table.
func alive(pid int) bool {
	parent, state := stat(pid)
	return parent != 0 && state != 'Z' && state != 'X'
}

// stat is a process's parent and state, 0 when it is gone.
func stat(pid int) (parent int, state byte) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0
	}
	_, rest, _ := bytes.Cut(text, []byte(") ")) // what is before may hold anything
	if _, err := fmt.Sscanf(string(rest), "%c %d", &state, &parent); err != nil {
		return 0, 0
	}
	return parent, state
}

// title is what a process calls itself.
func title(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return ""
	}
	return string(text)
}

// worksIn reports whether a process has that working folder.
func worksIn(pid int, folder string) bool {
	where, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	return err == nil && where == folder
}
