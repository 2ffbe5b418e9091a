package locale

// flashPhrases say what came of an act, on the page after it.
var flashPhrases = map[string]Phrase{
	"flash.password":       {"密码已修改，请用新密码登录。", "The password was changed. Sign in with the new one."},
	"flash.signed-out":     {"已退出登录。", "You are signed out."},
	"flash.session":        {"那里的登录已结束。", "That session was ended."},
	"flash.code-off":       {"动态口令已关闭。", "One-time codes are off."},
	"flash.founded":        {"管理员账号已建立，请登录。", "The administrator's account was made. Sign in."},
	"flash.adopted":        {"文件已采用，任务已进入台账。", "The document was adopted; its tasks stand in the ledger."},
	"flash.kept":           {"已保存。", "Kept."},
	"flash.submitted":      {"报告已提交，等待审核。", "The report was handed in and waits for review."},
	"flash.accepted":       {"报告已审核通过。", "The report was accepted."},
	"flash.returned":       {"报告已退回，填报单位会看到原因。", "The report was returned with its reason."},
	"flash.account":        {"账号已建立。", "The account was made."},
	"flash.changed":        {"已修改。", "Changed."},
	"flash.removed":        {"已删除。", "Removed."},
	"flash.roles":          {"角色已保存，该账号须重新登录。", "The roles were kept; the account has to sign in again."},
	"flash.reset":          {"密码已重置。请告知本人，登录后须先修改。", "The password was reset. Tell the person, who has to change it first."},
	"flash.disabled":       {"账号已停用，登录已结束。", "The account is locked and its sessions have ended."},
	"flash.enabled":        {"账号已恢复使用。", "The account may sign in again."},
	"flash.checked":        {"审计链已校验。", "The chains were verified."},
	"flash.retried":        {"作业已重新排队。", "The job waits again."},
	"flash.cancelled":      {"已要求取消作业。", "The job was asked to stop."},
	"flash.backup":         {"备份已开始，完成后在列表中显示。", "The backup has begun; it shows in the list when it is done."},
	"flash.lead-confirmed": {"线索已核实。", "The lead is verified."},
	"flash.lead-dismissed": {"线索已排除。", "The lead is ruled out."},
	"flash.screened":       {"筛查完成，线索已列出。", "The register was screened; the leads are listed."},
}
