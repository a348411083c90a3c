package picture

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// MaxBytes is how large a merchant's file may be: as large as the provider
// takes for pictures of products (hpp.md §6).
const MaxBytes = 12 << 20

const (
	patience = 10 * time.Second // for one file, from dialling to its last byte
	fresh    = 24 * time.Hour   // how long a file is not fetched again

	keepLimit = 5 * time.Second // for writing down what became of a file
)

// ErrUnknown means that nothing is kept under a name.
var ErrUnknown = errors.New("picture: unknown")

// Picture is what is kept: bytes that we encoded ourselves.
type Picture struct {
	Name          string // of the content: its hash, with an extension
	Kind          string // media type
	Width, Height int    // pixels
	Bytes         []byte
}

// Source is where a picture came from: what is asked for it by is a hash,
// since addresses may hold secrets.
type Source struct {
	Key       string
	Picture   string // name; empty: what was there could not be used
	Width     int
	Height    int
	FetchedAt time.Time // UTC, milliseconds
}

// Store keeps pictures. Each method is one transaction.
type Store interface {
	// Keep stores a source and, unless it is empty or known, its picture.
	Keep(ctx context.Context, s Source, p Picture) error
	// Sources answers what is known of keys, by key.
	Sources(ctx context.Context, keys []string) (map[string]Source, error)
	// Picture answers ErrUnknown for a name that was never kept.
	Picture(ctx context.Context, name string) (Picture, error)
}

// Client calls foreign addresses; egress.Client does.
type Client interface {
	Do(req *http.Request, timeout time.Duration) (*http.Response, error)
}

// Keeper fetches and finds pictures. All fields are required.
type Keeper struct {
	Client Client
	Store  Store
	Now    func() time.Time
	Log    *slog.Logger
	// Remake makes a picture of our own from a file; Child does. An
	// ErrUnusable is remembered, any other error is worth another try.
	Remake func(ctx context.Context, use Use, file []byte) (Picture, error)
}

// key names a source: the same file is another picture in another use.
func key(use Use, address string) string {
	sum := sha256.Sum256([]byte(string(use) + "\n" + address))
	return hex.EncodeToString(sum[:])
}

// Fetch fetches a picture for a use, unless that was done lately. An error is
// worth another try; a file that cannot be used is none: it is remembered as
// showing nothing.
func (k Keeper) Fetch(ctx context.Context, use Use, address string) error {
	source := Source{Key: key(use, address), FetchedAt: k.Now().UTC().Truncate(time.Millisecond)}
	known, err := k.Store.Sources(ctx, []string{source.Key})
	if err != nil {
		return err
	}
	if before, ok := known[source.Key]; ok && source.FetchedAt.Sub(before.FetchedAt) < fresh {
		return nil
	}
	file, err := k.download(ctx, address)
	if err != nil {
		return err
	}
	made, err := k.Remake(ctx, use, file)
	if errors.Is(err, ErrUnusable) {
		k.Log.InfoContext(ctx, "picture not usable", "use", string(use), "error", err)
		made, err = Picture{}, nil
	}
	if err != nil {
		return err
	}
	source.Picture, source.Width, source.Height = made.Name, made.Width, made.Height
	// What the file cost is spent: it is remembered even when this try's own
	// time is over by now.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepLimit)
	defer cancel()
	return k.Store.Keep(ctx, source, made)
}

func (k Keeper) download(ctx context.Context, address string) (file []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, errors.New("picture: the address cannot be called")
	}
	req.Header.Set("Accept", "image/png, image/jpeg, image/webp, image/gif")
	resp, err := k.Client.Do(req, patience)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("picture: the host answers %d", resp.StatusCode)
	}
	return io.ReadAll(resp.Body)
}

// Found answers what is kept for addresses in a use, by address. What is not
// there, or not yet, is left out.
func (k Keeper) Found(ctx context.Context, use Use, addresses ...string) (map[string]Source, error) {
	keys := make([]string, len(addresses))
	for i, address := range addresses {
		keys[i] = key(use, address)
	}
	known, err := k.Store.Sources(ctx, keys)
	if err != nil {
		return nil, err
	}
	found := map[string]Source{}
	for i, address := range addresses {
		if source := known[keys[i]]; source.Picture != "" {
			found[address] = source
		}
	}
	return found, nil
}
