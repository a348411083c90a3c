package pgtest

import (
	"errors"
	"os"
	"os/user"
	"strconv"
)

// account is who a server runs as: PostgreSQL refuses to be run by root.
type account struct {
	change   bool // from the one who runs the tests
	uid, gid uint32
}

func unprivileged() (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(errUID, errGID); err != nil {
			return account{}, err
		}
		return account{change: true, uid: uint32(uid), gid: uint32(gid)}, nil
	}
	return account{}, errors.New("pgtest: the tests are run by root, and there is no user postgres or nobody to run a server")
}

// own gives a folder to who.
func (who account) own(folder string) error {
	if !who.change {
		return nil
	}
	return os.Chown(folder, int(who.uid), int(who.gid))
}
