package commands

import (
	"strings"
	"testing"
)

// A tenant sells by the variables that are printed, sees nothing of others, and is gone when it is removed.
func TestTenantsAndReset(t *testing.T) {
	t.Parallel()
	env := playground(t)
	works(t, env, "sessions", "create")
	tenant := strings.Fields(works(t, env, "tenants", "create", "--name", "worker-3"))
	if len(tenant) != 4 {
		t.Fatalf("printed %q", tenant)
	}
	id := works(t, tenant, "sessions", "create", "-q")
	if got := works(t, tenant, "sessions", "list", "-q"); got != id {
		t.Errorf("the tenant sees %q, want %s alone", got, id)
	}
	merchant := works(t, env, "tenants", "list", "-q")
	works(t, env, "reset")
	if got := works(t, env, "sessions", "list", "-q"); got != "" {
		t.Errorf("after the reset: %q", got)
	}
	works(t, tenant, "sessions", "show", id)
	works(t, env, "tenants", "remove", merchant)
	if got := works(t, env, "tenants", "list", "-q"); got != "" {
		t.Errorf("after it was removed: %q", got)
	}
	if got := call(t, env, "tenants", "remove", merchant); got.status != 3 {
		t.Errorf("removed twice: %+v", got)
	}
}
