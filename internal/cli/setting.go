package cli

import (
	"fmt"
	"os"
	"slices"

	"github.com/alecthomas/kong"

	"github.com/wenxiao/wenxiao/internal/config"
)

// settings are the values that the chosen command runs with, and who set each.
func settings(parsed *kong.Context) []config.Setting {
	given := make(map[*kong.Flag]config.Origin)
	for _, step := range parsed.Path {
		switch {
		case step.Flag == nil:
		case step.Resolved:
			given[step.Flag] = config.FromFile
		default:
			given[step.Flag] = config.FromFlag
		}
	}
	var list []config.Setting
	for _, f := range parsed.Flags() {
		s := config.Setting{Name: f.Name, Value: config.Shown(f.Name, written(f)), From: config.FromDefault}
		if slices.ContainsFunc(f.Envs, func(name string) bool { _, ok := os.LookupEnv(name); return ok }) {
			s.From = config.FromEnvironment
		}
		if from, ok := given[f]; ok {
			s.From = from
		}
		list = append(list, s)
	}
	return list
}

// written is the value of a flag as it would be typed; "" for none.
func written(f *kong.Flag) string {
	if f.Target.IsZero() && f.Target.Kind().String() == "slice" {
		return ""
	}
	return fmt.Sprint(f.Target.Interface())
}
