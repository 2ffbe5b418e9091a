package cli

import (
	"fmt"
	"reflect"

	"github.com/wenxiao/wenxiao/internal/cli/argument"
	"github.com/wenxiao/wenxiao/internal/config"
)

// settings are the values that the chosen command runs with, as people are shown them.
func settings(options []argument.Option) []config.Setting {
	var list []config.Setting
	for _, o := range options {
		list = append(list, config.Setting{Name: o.Name, Value: config.Shown(o.Name, written(o.Value)), From: o.From})
	}
	return list
}

// written is the value of an option as it would be typed; "" for none.
func written(value any) string {
	if v := reflect.ValueOf(value); v.Kind() == reflect.Slice && v.IsZero() {
		return ""
	}
	return fmt.Sprint(value)
}
