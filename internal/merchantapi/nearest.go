package merchantapi

import "strings"

// nearest is the known name that an unknown one is most likely meant for; empty:
// none is near.
func nearest(name string, known []string) (near string) {
	fewest := min(3, len(name)/3+1) + 1
	for _, one := range known {
		if changes := distance(strings.ToLower(name), one); changes < fewest {
			near, fewest = one, changes
		}
	}
	return near
}

// distance is how many bytes have to be added, removed or replaced to make one
// text of another. A name longer than any of ours is not compared.
func distance(from, to string) int {
	const longest = 64
	if len(from) > longest {
		return longest
	}
	row := make([]int, len(to)+1)
	for i := range row {
		row[i] = i
	}
	for i := range len(from) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(to) {
			cost := 1
			if from[i] == to[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
