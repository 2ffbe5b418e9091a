package bulletin

import (
	"fmt"
	"strings"
)

// chart writes bars as DrawingML, with their values in the file: they are drawn by whatever opens it, and stay editable.
func (l *layout) chart(c Chart) {
	if len(c.Names) == 0 || len(c.Series) == 0 {
		return
	}
	n := len(l.charts) + 1
	l.charts = append(l.charts, part{fmt.Sprintf("word/charts/chart%d.xml", n), "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", chartPart(c)})
	const emu = 635 // in a twip
	fmt.Fprintf(&l.body, `<w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/>%s</w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/>`+
		`<wp:docPr id="%d" name="图%d" descr="%s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="c%d"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		centre, textWidth*emu, 9*linePitch*emu, n, n, escaped(c.Title), n)
}

// colours of the series; they differ in grey too, because most offices print in black.
var colours = []string{"C00000", "F2A900", "2E7D32", "8C8C8C"}

func chartPart(c Chart) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">` +
		`<c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1400" b="0"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="1400" b="0"/><a:t>` + escaped(c.Title) +
		`</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>`)
	for i, s := range c.Series {
		fmt.Fprintf(&b, `<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:strRef><c:f>数据!$%c$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>%s</c:v></c:pt></c:strCache></c:strRef></c:tx>`+
			`<c:spPr><a:solidFill><a:srgbClr val="%s"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`, i, i, 'B'+i, escaped(s.Name), colours[i%len(colours)])
		fmt.Fprintf(&b, `<c:cat><c:strRef><c:f>数据!$A$2:$A$%d</c:f><c:strCache><c:ptCount val="%d"/>`, len(c.Names)+1, len(c.Names))
		for k, name := range c.Names {
			fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, k, escaped(name))
		}
		fmt.Fprintf(&b, `</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>数据!$%c$2:$%c$%d</c:f><c:numCache><c:formatCode>0</c:formatCode><c:ptCount val="%d"/>`, 'B'+i, 'B'+i, len(c.Names)+1, len(c.Names))
		for k := range c.Names {
			value := int64(0)
			if k < len(s.Values) {
				value = s.Values[k]
			}
			fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%d</c:v></c:pt>`, k, value)
		}
		b.WriteString(`</c:numCache></c:numRef></c:val></c:ser>`)
	}
	b.WriteString(`<c:gapWidth val="60"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>` +
		`<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>` +
		`<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="max"/></c:valAx>` +
		`</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/></c:chart></c:chartSpace>`)
	return b.String()
}
