package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/store/tables"
)

// What operators run is what the registry says.
func TestDeployedDistributionIsTheRegistrys(t *testing.T) {
	text, err := os.ReadFile("../../../../deploy/citus.sql")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(write(tables.All), string(text)); diff != "" {
		t.Errorf("deploy/citus.sql is stale, run make generate (-registry +file):\n%s", diff)
	}
}

func TestATableFollowsTheOneItLiesBeside(t *testing.T) {
	got := write([]tables.Table{
		{Name: "whole", WholeFor: "few"},
		{Name: "a", ShardKey: "k", SpreadFor: "a's rows lie alone"},
		{Name: "b", ShardKey: "k", SpreadFor: "b's do not"},
		{Name: "late", ShardKey: "k", Beside: "a"},
	})
	want := head + `
-- A's rows lie alone.
SELECT create_distributed_table('a', 'k', colocate_with => 'none');
SELECT create_distributed_table('late', 'k', colocate_with => 'a');

-- B's do not.
SELECT create_distributed_table('b', 'k', colocate_with => 'none');
` + foot
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
