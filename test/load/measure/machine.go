package measure

import (
	"bytes"
	"os"
	"strconv"
	"time"
)

// everything is the time that all cores have worked since the machine started;
// zero where the system does not tell.
func everything() time.Duration {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	return worked(text)
}

// worked adds the first line of /proc/stat but for its idle times, the fourth
// and the fifth, and those of guests, which are counted in the first two.
func worked(stat []byte) time.Duration {
	line, _, _ := bytes.Cut(stat, []byte("\n"))
	fields := bytes.Fields(line)
	if len(fields) < 9 || string(fields[0]) != "cpu" {
		return 0
	}
	var ticks int64
	for i, field := range fields[1:9] {
		n, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0
		}
		if i != 3 && i != 4 {
			ticks += n
		}
	}
	return time.Duration(ticks) * tickLength
}
