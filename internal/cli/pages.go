package cli

// The help, which is wording too: the overview and one page for each command.
var (
	sayOverview = phrase{
		`问效（wenxiao）：把政策文件编译成有出处的任务、责任、目标、定期义务和政策条款。

用法：wenxiao 命令 [选项] …

命令：
`, `Wenxiao 问效 compiles policy documents into tasks, duties, targets, obligations and provisions, each with its source.

Usage: wenxiao COMMAND [options] …

Commands:
`}
	sayOverviewEnd = phrase{
		`
每个命令的用法和示例：wenxiao 命令 --help
语言：--lang zh|en，或环境变量 WENXIAO_LANG、LANG；默认中文。

示例：
  wenxiao compile samples
`, `
How to use a command, with examples: wenxiao COMMAND --help
Language: --lang zh|en, or the environment's WENXIAO_LANG or LANG; Chinese by default.

Example:
  wenxiao compile samples
`}
)

// commandHelp is the help of every command, in the order of the overview.
var commandHelp = []struct {
	name    string
	summary phrase
	page    phrase
}{
	{"compile", phrase{"编译文件，列出任务、责任、目标、义务和条款", "compile documents and list what they order"}, compilePage},
	{"eval", phrase{"编译文件并与标准答案比较，给出准确率", "compile documents and score them against gold annotations"}, evalPage},
	{"serve", phrase{"启动服务（不带参数时也是它）", "serve an installation (also without any argument)"}, servePage},
	{"demo", phrase{"用虚构城市的数据启动演示", "serve a fictional city to try everything with"}, demoPage},
	{"routes", phrase{"列出所有地址和所需权限", "list every address with the permission it needs"}, routesPage},
	{"version", phrase{"显示版本", "print the version"}, versionPage},
	{"help", phrase{"显示帮助", "print help"}, helpPage},
}

var compilePage = phrase{
	`编译政策文件（TXT、HTML、DOCX、PDF、OFD、XLSX，以及经 LibreOffice 转换的旧格式），列出任务、责任、目标、定期义务和政策条款，每一条都有原文位置。

用法：wenxiao compile [选项] 文件|文件夹…

  文件夹会逐层读取其中的 .txt .html .htm .docx .pdf .ofd .xlsx .doc .wps .xls .et .rtf .odt .ods（隐藏文件除外）；直接写出的文件不论扩展名都会尝试；“-”读取标准输入。

选项：
  --format table|json|jsonl|xlsx|md|html
                             输出格式。table：给人看的表格（默认）；json：每份文件一个对象；
                             jsonl：每份文件一行，按输入顺序；xlsx：任务分解表，A3 横向，可直接打印，
                             另有报送事项、政策条款、需核事项（最多 200 份文件）；md：Markdown 文本；
                             html：每份文件一张核对页，原文和提案左右对照
  --out 文件|文件夹          写到哪里，默认为屏幕。json 格式是文件夹（没有则新建），每份文件一个“名称.json”；
                             a.txt 和 a.docx 同时出现时写成 a.txt.json 和 a.docx.json；
                             不同文件夹里的同名文件依次加 ~2、~3。html 格式可以是一个以 .html 结尾的文件（只有一份文件时），
                             否则是文件夹，命名同上。其他格式是一个文件
  --jobs N                   同时处理几份，默认与处理器核数相同
  --emit-text                在结果中附上原文（text），出处按它的 UTF-8 字节计数
  --diff                     比对两份文件（旧件在前、新件在后）：逐条列出未变、改写、改号、移位、新增、删除、拆分、
                             合并，以及目标、责任、义务、条款的变化；两件是同一时期的不同文件时，列出互相矛盾的数字。
                             --format table|json|html（html 是可打印的对照网页），--out 是文件；有差异不算出错
  --lang zh|en               界面语言

退出状态：0 完成；1 有文件读不出来（其余照常输出，原因逐条写到标准错误）；2 用法不对；3 无法写出结果或被中断。

示例：
  wenxiao compile samples
  wenxiao compile --format json --out 结果 2023年实施意见.docx 2022年工作要点.txt
  wenxiao compile --format jsonl --out 全部.jsonl 文件夹
  wenxiao compile --diff --format html --out 对照.html 征求意见稿.docx 印发稿.docx
  wenxiao compile --format xlsx --out 任务分解表.xlsx 2023年实施意见.docx
  wenxiao compile --format html --out 核对.html 2023年实施意见.docx
`, `Compile policy documents (TXT, HTML, DOCX, PDF, OFD, XLSX, and older formats through LibreOffice) into tasks, duties, targets,
obligations and provisions, each with its place in the text.

Usage: wenxiao compile [options] FILE|DIR…

  Of a directory, the files .txt .html .htm .docx .pdf .ofd .xlsx .doc .wps .xls .et .rtf .odt .ods at any depth are
  read, hidden ones excepted; a file that is named is tried whatever its extension; - reads standard input.

Options:
  --format table|json|jsonl|xlsx|md|html
                             table: for people (default); json: one object for each document;
                             jsonl: one line for each document, in the order of the inputs; xlsx: the table
                             of tasks an office prints on A3, with sheets of reports, provisions and what
                             to verify (200 documents at most); md: Markdown;
                             html: a page for each document to review it on, the source beside the proposal
  --out FILE|DIR             where to write, standard output by default. For json it is a directory (made if
                             need be) with one NAME.json for each document; a.txt and a.docx together become
                             a.txt.json and a.docx.json; files of one name from several directories get ~2, ~3.
                             For html it is a file where the name ends in .html (of one document), else a
                             directory with the same names. For other formats it is a file
  --jobs N                   documents worked on at once, by default one for each processor
  --emit-text                add the text whose UTF-8 bytes the spans count
  --diff                     compare two documents, the old one first: clauses unchanged, reworded, renumbered, moved,
                             inserted, removed, split, merged; targets, duties, obligations, provisions that changed;
                             of two documents for one place and time, the numbers that contradict.
                             --format table|json|html (html is a page to read and print), --out is a file;
                             differences are not a fault
  --lang zh|en               language of messages

Exit status: 0 done; 1 an input could not be read (the others are still written, the reasons stand on standard error);
2 wrong use; 3 the results could not be written, or the run was interrupted.

Examples:
  wenxiao compile samples
  wenxiao compile --format json --out results opinion-2023.docx tasks-2022.txt
  wenxiao compile --format jsonl --out all.jsonl documents
  wenxiao compile --diff --format html --out changes.html draft.docx final.docx
  wenxiao compile --format xlsx --out tasks.xlsx opinion-2023.docx
  wenxiao compile --format html --out review.html opinion-2023.docx
`}

var evalPage = phrase{
	`编译文件并与标准答案比较，按事实类别给出准确率（precision）、召回率（recall）和 F1。

用法：wenxiao eval --gold 文件夹 [选项] 文件|文件夹…

  a.txt 与标准答案文件夹里的 a.json（或 a.txt.json）比较；没有给出文件的标准答案全部计为遗漏。

选项：
  --gold 文件夹              标准答案，每份文件一个 .json
  --min 名称=值,…            某项低于给定值时退出状态为 1。名称：tasks duties targets obligations provisions
                             （F1）titles ops dues meta（正确率）
  --show                     列出遗漏（missed）和多出（invented）的每一条
  --json                     以 JSON 输出
  --jobs N                   同时处理几份，默认与处理器核数相同
  --lang zh|en               界面语言

退出状态：0 完成；1 有文件读不出来，或低于 --min；2 用法不对；3 无法写出结果或被中断。

示例：
  wenxiao eval --gold corpus/gold corpus
  wenxiao eval --gold corpus/gold --min tasks=0.99,targets=0.97 --show corpus
`, `Compile documents and score them against gold annotations: precision, recall and F1 for each kind of fact.

Usage: wenxiao eval --gold DIR [options] FILE|DIR…

  a.txt is compared with a.json (or a.txt.json) in the gold directory; of gold without a document, everything
  counts as missed.

Options:
  --gold DIR                 the gold annotations, one .json for each document
  --min NAME=VALUE,…         exit status 1 where a figure is below its value. Names: tasks duties targets
                             obligations provisions (F1), titles ops dues meta (accuracy)
  --show                     list every fact that was missed or invented
  --json                     print JSON
  --jobs N                   documents worked on at once, by default one for each processor
  --lang zh|en               language of messages

Exit status: 0 done; 1 an input could not be read, or a figure is below --min; 2 wrong use; 3 the results could not be
written, or the run was interrupted.

Examples:
  wenxiao eval --gold corpus/gold corpus
  wenxiao eval --gold corpus/gold --min tasks=0.99,targets=0.97 --show corpus
`}

var versionPage = phrase{
	`显示版本、提交、Go 版本和平台。

用法：wenxiao version

示例：
  wenxiao version
`, `Print the version, the commit, the Go version and the platform.

Usage: wenxiao version

Example:
  wenxiao version
`}

var helpPage = phrase{
	`显示命令列表，或一个命令的用法。

用法：wenxiao help [命令]

示例：
  wenxiao help compile
`, `List the commands, or show how to use one.

Usage: wenxiao help [COMMAND]

Example:
  wenxiao help compile
`}

var servePage = phrase{
	`启动服务：打开数据目录（没有就新建），在浏览器里办理业务。不带任何参数运行 wenxiao 时启动服务并打开浏览器。

用法：wenxiao serve [选项]

  --data 目录              数据目录（默认：用户目录下的 wenxiao）
  --database 地址          不用数据目录里的数据库：sqlite:PATH、postgres://… 或 postgres://…?distributed=citus
  --keys 文件              密钥文件；放在数据目录和备份之外（默认：数据目录.keys/keys.json）
  --config 文件            设置文件（JSON）；优先级：选项、环境变量、设置文件、默认值
  --listen 地址            监听的地址和端口（默认 127.0.0.1:8080）
  --base-url 地址          用户访问的地址，例如 https://wenxiao.example.gov.cn
  --tls-cert 文件          证书（PEM）；有它就用 HTTPS
  --tls-key 文件           证书的私钥（PEM）
  --trusted-proxy 网段     可信代理的网段，可重复
  --[no-]open              打开浏览器
  --log-format 格式        text 或 json
  --log-level 级别         debug、info、warn 或 error
  --metrics-token 令牌     读取 /metrics 的令牌
  --max-upload 数          单个文件的上限，MB（默认 64）
  --workers 数             同时进行的后台作业（默认 2）
  --idle-timeout 时长      多久没有操作就退出登录（默认 30m）
  --request-rate 数        每个地址每秒的请求数，0 为不限（默认 200）
  --oidc-issuer、--oidc-client-id、--oidc-secret、--oidc-claim  统一认证（OpenID Connect）
  --webhook-url、--webhook-secret  通报印发时通知的企业微信、钉钉或飞书群机器人

示例：
  wenxiao serve --data /srv/wenxiao --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem
`, `Serve an installation: open its data folder (a new one is made) and work with it in a browser. Without any argument, wenxiao serves and opens the browser.

Usage: wenxiao serve [options]

  --data DIR               data folder (default: wenxiao in the user's home)
  --database URL           database instead of the one in the data folder: sqlite:PATH, postgres://… or postgres://…?distributed=citus
  --keys FILE              key file; it stays outside the data folder and its backups (default: DATA.keys/keys.json)
  --config FILE            settings file (JSON); options go before the environment, that before the file, that before defaults
  --listen ADDR            address and port to listen on (default 127.0.0.1:8080)
  --base-url URL           address people use, such as https://wenxiao.example.gov.cn
  --tls-cert FILE          certificate (PEM); with it the server speaks HTTPS
  --tls-key FILE           private key (PEM) of the certificate
  --trusted-proxy NETWORK  network of a proxy that is believed; may be repeated
  --[no-]open              open the browser
  --log-format FORMAT      text or json
  --log-level LEVEL        debug, info, warn or error
  --metrics-token TOKEN    token that /metrics asks for
  --max-upload N           largest file, in MB (default 64)
  --workers N              jobs that run at once (default 2)
  --idle-timeout DURATION  a session ends after so long without a request (default 30m)
  --request-rate N         requests a second of one address, 0 for no limit (default 200)
  --oidc-issuer, --oidc-client-id, --oidc-secret, --oidc-claim  sign-in with an OpenID Connect provider
  --webhook-url, --webhook-secret  WeCom, DingTalk or Feishu group robot that is told when a bulletin comes out

Example:
  wenxiao serve --data /srv/wenxiao --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem
`}

var routesPage = phrase{
	`列出服务的所有地址、方法和所需权限；public 表示不登录也能访问。

用法：wenxiao routes [--json]

示例：
  wenxiao routes --json
`, `List every address of the server with its method and the permission it needs; public means that nobody has to be signed in.

Usage: wenxiao routes [--json]

Example:
  wenxiao routes --json
`}

var demoPage = phrase{
	`演示：在数据目录里建一座虚构的城市（单位、账号、文件、任务、几个月的报送），然后启动服务。已经建好的直接启动。账号写在数据目录的 demo-accounts.json。

用法：wenxiao demo [选项]

  --data 目录       演示的数据目录（默认：用户目录下的 wenxiao-demo）
  --database 地址   不用数据目录里的数据库
  --listen 地址     监听的地址和端口（默认 127.0.0.1:8080）
  --size 规模       small、county 或 city（默认 small）
  --seed 数         同一个数得到同样的数据（默认 1）
  --today 日期      演示中的“今天”，例如 2026-11-22
  --no-open         不打开浏览器
  --fill-only       只建数据，不启动

示例：
  wenxiao demo --listen 127.0.0.1:8080 --no-open
`, `A demo: make a fictional city in a data folder (offices, accounts, documents, tasks, months of reports) and serve it. One that is there already is served. Its accounts stand in demo-accounts.json in the data folder.

Usage: wenxiao demo [options]

  --data DIR        data folder of the demo (default: wenxiao-demo in the user's home)
  --database URL    database instead of the one in the data folder
  --listen ADDR     address and port to listen on (default 127.0.0.1:8080)
  --size SIZE       small, county or city (default small)
  --seed N          the same number gives the same data (default 1)
  --today DATE      the day it is in the demo, such as 2026-11-22
  --no-open         do not open the browser
  --fill-only       make the data and stop

Example:
  wenxiao demo --listen 127.0.0.1:8080 --no-open
`}
