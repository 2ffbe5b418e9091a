package expr

// aggregate computes a figure over the rows that count. A row whose condition or
// figure is refused refuses the whole: leaving it out would be an answer nobody gave.
func (e *evaluation) aggregate(n *Aggregate) (Value, error) {
	var sum tally
	var count, best int64
	var refused error
	for i := range e.record.Rows[n.Rows] {
		row := &e.record.Rows[n.Rows][i]
		if n.Months > 0 {
			first, last := Window(e.env.Today, n.Months)
			if row.Month < first || row.Month > last {
				continue
			}
		}
		v, isIn, err := e.ofRow(n, row)
		if err != nil {
			refused = err
		}
		if !isIn {
			continue
		}
		sum.add(v)
		if count == 0 || n.Func == Min && v < best || n.Func == Max && v > best {
			best = v
		}
		count++
	}
	if refused != nil {
		return Value{}, refused
	}
	switch n.Func {
	case Count:
		return Units(count), nil
	case Sum:
		v, ok := sum.value()
		return fits(n, v, ok)
	}
	if count == 0 {
		return Value{}, nil
	}
	return Units(best), nil
}

// ofRow gives the figure of one row, and whether the row counts.
func (e *evaluation) ofRow(n *Aggregate, row *Row) (v int64, isIn bool, err error) {
	inner := evaluation{record: e.record, env: e.env, fields: row.Fields}
	if n.Where != nil {
		is, err := inner.eval(n.Where)
		if err != nil || is.N == 0 {
			return 0, false, err
		}
	}
	if n.X == nil {
		return 0, true, nil
	}
	x, err := inner.eval(n.X)
	return x.N, err == nil, err
}
