package upkeep

import "github.com/wenxiao/wenxiao/internal/locale"

// Help is the help of every command here, in the order of the overview.
var Help = []struct {
	Name    string
	Summary locale.Phrase
	Page    locale.Phrase
}{
	{"backup", locale.Phrase{Zh: "备份整个系统", En: "save the whole installation"}, backupPage},
	{"restore", locale.Phrase{Zh: "从备份恢复到空系统", En: "restore a backup into an empty installation"}, restorePage},
	{"audit", locale.Phrase{Zh: "校验审计链，导出验签公钥", En: "verify the audit, export its public keys"}, auditPage},
	{"doctor", locale.Phrase{Zh: "体检：检查系统运行条件", En: "look an installation over"}, doctorPage},
	{"user", locale.Phrase{Zh: "管理账号", En: "manage accounts"}, userPage},
	{"calendar", locale.Phrase{Zh: "导入放假安排，查看工作日历", En: "load working days"}, calendarPage},
	{"pack", locale.Phrase{Zh: "检查、装入工作包", En: "check packs and load them"}, packPage},
	{"key", locale.Phrase{Zh: "更换密钥", En: "bring in new keys"}, keyPage},
}

// Where the installation is: the same for every command.
const (
	placeZh = `  --data 文件夹              数据目录，默认 ~/wenxiao，或环境变量 WENXIAO_DATA
  --database 地址            数据库（sqlite:PATH 或 postgres://…），默认为数据目录里的数据库
  --keys 文件                密钥文件，默认为“数据目录.keys/keys.json”
  --lang zh|en               界面语言
`
	placeEn = `  --data DIR                 the data folder, by default ~/wenxiao, or WENXIAO_DATA of the environment
  --database URL             the database (sqlite:PATH or postgres://…), by default the one in the data folder
  --keys FILE                the key file, by default DATA.keys/keys.json
  --lang zh|en               language of messages
`
	exitZh = `
退出状态：0 完成；1 有问题（原因见输出）；2 用法不对；3 环境不具备（磁盘、数据库、密钥）或被中断。
`
	exitEn = `
Exit status: 0 done; 1 something is wrong (the output says what); 2 wrong use; 3 the environment (disk, database, keys)
failed, or the run was interrupted.
`
)

var backupPage = locale.Phrase{
	Zh: `备份整个系统：全部记录、历史、审计和文件，写成一个带签名的文件。SQLite 的备份可以恢复到 PostgreSQL，反之亦然。

用法：wenxiao backup [选项]

  备份取同一时刻的数据，写完后自动校验一遍。密钥不在备份里：请把密钥文件另存一份，锁进保险柜。
  服务正在使用数据目录时，请在“系统设置”页面备份，或先停止服务；使用 PostgreSQL 时不必停止。

选项：
  --out 文件                 写到哪里，默认为“数据目录/backup/wenxiao-日期-时间.wenxiao.zip”；已有的文件不会覆盖
  --json                     以 JSON 输出
` + placeZh + exitZh + `
示例：
  wenxiao backup
  wenxiao backup --data /srv/wenxiao --out /mnt/usb/2026-11-20.wenxiao.zip
`, En: `Save the whole installation: all records, history, audit and files, in one signed file. A backup of SQLite restores into
PostgreSQL, and the other way round.

Usage: wenxiao backup [options]

  A backup shows one moment, and is read again when it is written. Keys are not in it: keep a copy of the key file in a safe.
  While the server uses the data folder, make the backup on the page of settings, or stop the server; with PostgreSQL
  there is no need to.

Options:
  --out FILE                 where to, by default DATA/backup/wenxiao-DATE-TIME.wenxiao.zip; a file is never overwritten
  --json                     print JSON
` + placeEn + exitEn + `
Examples:
  wenxiao backup
  wenxiao backup --data /srv/wenxiao --out /mnt/usb/2026-11-20.wenxiao.zip
`}

var restorePage = locale.Phrase{
	Zh: `把备份恢复成一个新的系统：数据目录和数据库都必须是空的，密钥文件必须是备份时的那一份。

用法：wenxiao restore [选项] 备份文件

  先校验备份的签名和每一部分，有问题就什么也不改；恢复后自动升级到本版本，并校验审计链。
  中途被打断的，系统会拒绝打开；再运行一次同样的命令即可。升级前的自动备份只有记录，没有文件：
  恢复后请把原数据目录的 files 文件夹复制过来。

选项：
  --json                     以 JSON 输出
` + placeZh + exitZh + `
示例：
  wenxiao restore --data /srv/wenxiao-new --keys /media/safe/keys.json 2026-11-20.wenxiao.zip
  wenxiao restore --database postgres://wenxiao@db/wenxiao 2026-11-20.wenxiao.zip
`, En: `Make a new installation of a backup. Data folder and database must be empty, and the key file the one of the source.

Usage: wenxiao restore [options] FILE

  Signature and sums are checked first, and nothing is changed if one is wrong; then the schema is taken to this
  release and the audit verified. A restore that was broken off keeps the installation shut: run the same command again.
  Automatic backups before an upgrade hold records only: copy the folder files of the old data folder afterwards.

Options:
  --json                     print JSON
` + placeEn + exitEn + `
Examples:
  wenxiao restore --data /srv/wenxiao-new --keys /media/safe/keys.json 2026-11-20.wenxiao.zip
  wenxiao restore --database postgres://wenxiao@db/wenxiao 2026-11-20.wenxiao.zip
`}

var auditPage = locale.Phrase{
	Zh: `校验审计链：每一块的签名、前后衔接、事件内容，以及是否被截掉尾部。只读，不用停止服务。

用法：wenxiao audit verify [选项]
      wenxiao audit export-key [选项]

  verify 用密钥文件旁记下的链头核对；export-key 输出验签公钥（PEM），交给审计部门后，可在任何机器上独立校验。

选项：
  --heads 文件               核对用的链头（JSON Lines），默认为密钥文件旁的 audit-heads.jsonl
  --public 文件              验签公钥（PEM）；给出后不需要密钥文件
  --json                     以 JSON 输出
` + placeZh + exitZh + `
示例：
  wenxiao audit verify
  wenxiao audit export-key > wenxiao-public.pem
  wenxiao audit verify --public wenxiao-public.pem --heads heads-2026-10.jsonl
`, En: `Verify the audit: the signature of every block, that each continues the one before, what events say, and whether the
end was cut off. Nothing is changed, and the server may go on running.

Usage: wenxiao audit verify [options]
       wenxiao audit export-key [options]

  verify compares with the heads noted beside the key file; export-key prints the public keys (PEM), with which anybody
  can verify on any machine.

Options:
  --heads FILE               heads to compare with (JSON lines), by default audit-heads.jsonl beside the key file
  --public FILE              public keys (PEM); with them the key file is not needed
  --json                     print JSON
` + placeEn + exitEn + `
Examples:
  wenxiao audit verify
  wenxiao audit export-key > wenxiao-public.pem
  wenxiao audit verify --public wenxiao-public.pem --heads heads-2026-10.jsonl
`}

var doctorPage = locale.Phrase{
	Zh: `体检：数据目录权限、磁盘、密钥文件、数据库设置和完整性、审计链、工作日历、后台任务、文件、转换程序、时钟、备份，
逐项给出“正常”“注意”“故障”和处理办法。只读。

用法：wenxiao doctor [选项]

选项：
  --json                     以 JSON 输出
` + placeZh + exitZh + `
示例：
  wenxiao doctor
  wenxiao doctor --data /srv/wenxiao --json
`, En: `Look an installation over: rights of the data folder, disk, key file, settings and integrity of the database, audit,
working days, jobs, files, converter, clock, backups; each is ok, a warning or a fault, with what to do. Nothing is changed.

Usage: wenxiao doctor [options]

Options:
  --json                     print JSON
` + placeEn + exitEn + `
Examples:
  wenxiao doctor
  wenxiao doctor --data /srv/wenxiao --json
`}

var userPage = locale.Phrase{
	Zh: `管理账号。密码在终端上输入（不显示），或从标准输入读第一行，不能写在命令里；本人首次登录后必须修改。

用法：wenxiao user add 账号 --role 角色 --division 区划代码 [--unit 单位] [--label 姓名]
      wenxiao user list
      wenxiao user password 账号
      wenxiao user disable 账号 [--enable]
      wenxiao user link 账号 --issuer 地址 --as 名字   统一认证里的谁用这个账号；不写 --as 则解除

选项：
  --role 角色                supervisor 督查、reporter 承办、approver 审签、programme 业务、field 基层、leader 领导、
                             auditor 安全审计员、security 安全保密管理员、operator 系统管理员；可重复，三员不能兼任
  --division 代码            六位行政区划代码
  --unit 单位                所在单位，全称或已登记的别名
  --label 姓名               显示的姓名，默认同账号
  --enable                   重新启用
  --json                     以 JSON 输出（user list）
` + placeZh + exitZh + `
示例：
  wenxiao user add zhangsan --role supervisor --division 140302 --label 张三
  wenxiao user password zhangsan < 新密码.txt
  wenxiao user list --json
`, En: `Manage accounts. The password is typed at the terminal, unseen, or is the first line of standard input; it is never an
argument. Its owner has to change it.

Usage: wenxiao user add NAME --role ROLE --division CODE [--unit NAME] [--label NAME]
       wenxiao user list
       wenxiao user password NAME
       wenxiao user disable NAME [--enable]
       wenxiao user link NAME --issuer URL --as VALUE   whom the identity provider means; without --as nobody

Options:
  --role ROLE                supervisor, reporter, approver, programme, field, leader, auditor, security or operator;
                             may be repeated; the last three are kept apart
  --division CODE            six digits of an administrative division
  --unit NAME                the office, by its full name or a known other one
  --label NAME               the person's name, by default the account's
  --enable                   let the account in again
  --json                     print JSON (user list)
` + placeEn + exitEn + `
Examples:
  wenxiao user add zhangsan --role supervisor --division 140302
  wenxiao user password zhangsan < password.txt
  wenxiao user list --json
`}

var calendarPage = locale.Phrase{
	Zh: `导入国务院办公厅的放假安排。没有某年安排时，应报日期按周末和法定节日暂定；导入后自动重算未办结的暂定日期。

用法：wenxiao calendar load [选项] 文件
      wenxiao calendar list [选项]

  文件格式（“-”读取标准输入）：
  {"years": [{"year": 2027, "notice": "国办发明电〔2026〕…号", "rest": ["2027-01-01/2027-01-03"], "work": ["2027-02-20"]}]}
  rest 是放假的日子（含其中的周末），work 是调休上班的周六、周日。再次导入同一年，以新的为准。

选项：
  --json                     以 JSON 输出
` + placeZh + exitZh + `
示例：
  wenxiao calendar load 2027.json
  wenxiao calendar list
`, En: `Load the State Council's arrangement of holidays. Without that of a year, due dates go by weekends and statutory days
and are provisional; those of open items are computed again when it is loaded.

Usage: wenxiao calendar load [options] FILE
       wenxiao calendar list [options]

  The file (- is standard input):
  {"years": [{"year": 2027, "notice": "title of the notice", "rest": ["2027-01-01/2027-01-03"], "work": ["2027-02-20"]}]}
  rest are days off, weekends among them included; work are Saturdays and Sundays to be worked. A year that is there
  already is replaced.

Options:
  --json                     print JSON
` + placeEn + exitEn + `
Examples:
  wenxiao calendar load 2027.json
  wenxiao calendar list
`}

var packPage = locale.Phrase{
	Zh: `检查工作包，或装入系统：登记簿、规则和指标从此生效。语言见 doc/packs.md。

用法：wenxiao pack check [选项] 文件|文件夹…
      wenxiao pack load [选项] 文件|文件夹

  文件夹里的工作包是 pack.yaml。每处错误都写明文件、行、列和改法；工作包里的示例会逐个试算。
  check 不需要系统；load 先检查，再在一个事务里建表、装入。同名的工作包换成新版本，会丢失数据的改动不予装入。
  服务正在使用数据目录时，请先停止服务；使用 PostgreSQL 时不必停止。

选项：
  --json                     以 JSON 输出（check）
` + placeZh + exitZh + `
示例：
  wenxiao pack check packs/toy
  wenxiao pack load packs/toy/pack.yaml
`, En: `Check packs, or load one: its registers, rules and indicators are in force from then on. The language is described in
doc/packs.md.

Usage: wenxiao pack check [options] FILE|DIR…
       wenxiao pack load [options] FILE|DIR

  The pack of a folder is its pack.yaml. Each fault names file, line, column and what to do; the pack's examples are tried.
  check needs no installation; load checks first, then makes tables and takes the pack up in one transaction. A pack of the
  same name is replaced by the new version; a change that would lose data is refused.
  Stop a server that uses the data folder first; with PostgreSQL there is no need.

Options:
  --json                     print JSON (check)
` + placeEn + exitEn + `
Examples:
  wenxiao pack check packs/toy
  wenxiao pack load packs/toy/pack.yaml
`}

var keyPage = locale.Phrase{
	Zh: `更换密钥：生成新的主密钥，并用它重新加密全部数据密钥。文件和记录不用重写；被打断后用 --resume 继续。

用法：wenxiao key rotate [选项]

  请先停止服务。旧密钥留在密钥文件里，旧备份仍能恢复。完成后请把密钥文件另存一份，锁进保险柜。

选项：
  --use master|index|sign    换哪一种：master 主密钥（默认）、index 索引密钥、sign 签名密钥
  --resume                   不换新密钥，接着做完上次没做完的
  --json                     以 JSON 输出
` + placeZh + exitZh + `
示例：
  wenxiao key rotate
  wenxiao key rotate --resume
`, En: `Bring in a new master key and wrap every data key with it. No file and no record is written anew; --resume goes on after
an interruption.

Usage: wenxiao key rotate [options]

  Stop the server first. Old keys stay in the key file, so old backups can still be restored. Keep a copy of the key file
  in a safe afterwards.

Options:
  --use master|index|sign    which key; master by default
  --resume                   no new key: go on with what was not finished
  --json                     print JSON
` + placeEn + exitEn + `
Examples:
  wenxiao key rotate
  wenxiao key rotate --resume
`}
