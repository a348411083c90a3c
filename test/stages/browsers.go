package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// browsers watches the processor time of the browsers that tests start. Their
// processes are nobody's who waits for them, so that the time of "go test",
// which knows what it waited for, leaves them out.
type browsers struct {
	mu   sync.Mutex
	used map[int]map[int]time.Duration // by the process of "go test", by the browser's first process
}

// watch samples every second until the context ends.
func (b *browsers) watch(ctx context.Context) {
	for tick := time.NewTicker(time.Second); ; {
		b.sample(processes("/proc"))
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
	}
}

// process is one of the machine, with the time that it and the children it has
// waited for have used.
type process struct {
	parent int
	name   string
	used   time.Duration
}

// sample notes what every browser has used by now: all below its first process,
// whose own time "go test" knows.
func (b *browsers) sample(running map[int]process) {
	now := map[[2]int]time.Duration{}
	for pid, p := range running {
		first, ancestor := 0, pid
		for isBrowser(running[ancestor].name) {
			first, ancestor = ancestor, running[ancestor].parent
		}
		if first == 0 || first == pid {
			continue
		}
		for ; ancestor > 1; ancestor = running[ancestor].parent {
			if running[ancestor].name == "go" {
				now[[2]int{ancestor, first}] += p.used
				break
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, used := range now {
		if b.used[key[0]] == nil {
			b.used[key[0]] = map[int]time.Duration{}
		}
		b.used[key[0]][key[1]] = max(b.used[key[0]][key[1]], used)
	}
}

// of is what the browsers below a process have used.
func (b *browsers) of(pid int) (used time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, one := range b.used[pid] {
		used += one
	}
	return used
}

// isBrowser says so by a name as Linux cuts it off.
func isBrowser(name string) bool { return strings.Contains(name, "chrom") }

// tick is the unit of times in /proc.
const tick = time.Second / 100

// processes reads those of a folder like /proc. One that ends meanwhile, and all
// of them on another system than Linux, are left out.
func processes(folder string) map[int]process {
	running := map[int]process{}
	files, _ := filepath.Glob(filepath.Join(folder, "[0-9]*", "stat"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		end := max(strings.LastIndex(string(text), ") "), 0) // a name may hold brackets of its own
		id, name, _ := strings.Cut(string(text[:end]), " (")
		pid, err := strconv.Atoi(id)
		fields := strings.Fields(string(text[end:]))
		if err != nil || len(fields) < 16 {
			continue
		}
		p := process{name: name}
		p.parent, _ = strconv.Atoi(fields[2])
		for _, field := range fields[12:16] { // utime, stime, cutime, cstime
			n, _ := strconv.Atoi(field)
			p.used += time.Duration(n) * tick
		}
		running[pid] = p
	}
	return running
}
