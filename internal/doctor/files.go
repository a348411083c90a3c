package doctor

import (
	"fmt"
	"os"
	"path/filepath"
)

// leastFree is how much room a database needs, in bytes: a day of a small shop, and a backup's start.
const leastFree = 256 << 20

// Files judges where an embedded database is kept: rights, owner and room. free answers the bytes
// that are free in a folder.
func Files(database, secretFile string, free func(folder string) (uint64, error)) []Finding {
	const check = "files"
	info, err := os.Stat(database)
	if err != nil {
		return []Finding{fail(check, "there is no file "+database, "name the server's with OPENHPP_DATABASE (--database), or start openhpp serve, which makes it")}
	}
	var found []Finding
	if mode := info.Mode().Perm(); mode&0o077 != 0 && hasModes {
		found = append(found, fail(check, fmt.Sprintf("%s holds payers' data, and others may read it (mode %04o)", database, mode), "chmod 600 "+database))
	}
	for _, other := range []string{secretFile, database + "-wal", database + "-shm", database + ".lock"} {
		if text := otherOwner(database, other); text != "" {
			found = append(found, fail(check, text, "the server runs as one user: chown the file to whom the database belongs"))
		}
	}
	found = append(found, room(filepath.Dir(database), free)...)
	if len(found) == 0 {
		found = append(found, fine(check, "the database and its secret are its owner's alone, and there is room"))
	}
	return found
}

func room(folder string, free func(string) (uint64, error)) []Finding {
	const check = "room"
	left, err := free(folder)
	switch {
	case err != nil:
		return []Finding{warn(check, "how much room is left in "+folder+" is not known: "+err.Error(), "look at it by hand")}
	case left < leastFree:
		return []Finding{fail(check, fmt.Sprintf("%d MiB are left in %s", left>>20, folder), "make room: a full disk refuses every payment; OPENHPP_KEEP_SESSIONS keeps less")}
	}
	return nil
}

// Users judges who has an embedded database open: two servers on one file overwrite each other's
// work where locks do not hold, as on a network's folder.
func Users(database string, processes []int) Finding {
	const check = "one server"
	if len(processes) > 1 {
		return fail(check, fmt.Sprintf("processes %v have %s open", processes, database), "stop all but one: several servers share PostgreSQL only (docs/operations/postgres.md)")
	}
	return fine(check, "no two servers have the database open")
}
