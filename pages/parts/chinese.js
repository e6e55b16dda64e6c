(() => {
  const words = {
    // uploader
    "Drag and drop a file here": "把文件拖到这里", "Drag and drop file here": "把文件拖到这里",
    "Drag and drop files here": "把文件拖到这里，可一次多份", "Upload": "选择文件", "Browse files": "选择文件",
    "Add files": "继续添加", "Upload directories": "选择文件夹", "Drag and drop directories here": "把文件夹拖到这里",
    "Dropzone": "上传区", "File Uploader": "上传文件", "file upload": "选择文件", "Click to retry upload": "点此重新上传",
    "Only one file is allowed.": "只能选一份文件。", "Too many files": "文件过多", "Error uploading file": "上传失败",
    "Error deleting file": "移除失败", "Delete": "移除", "Remove": "移除",
    // menu and frame
    "Rerun": "刷新数据", "Auto rerun": "自动刷新", "Always rerun": "总是刷新", "Clear cache": "清除缓存",
    "Clear caches": "清除缓存", "Print": "打印", "Settings": "设置", "Record a screencast": "录屏", "Record screen": "录屏",
    "Report a bug": "报告问题", "Get help": "帮助", "About": "关于", "Theme": "外观", "System": "跟随系统", "Light": "浅色",
    "Dark": "深色", "Main menu": "菜单", "Wide mode": "宽屏", "Running...": "正在计算…", "Running": "正在计算", "Stop": "停止",
    "Connecting": "正在连接", "CONNECTING": "正在连接", "Please wait...": "请稍候…", "File change.": "程序已更新。",
    "Connection error": "连接中断", "Connection timed out.": "连接超时。", "Connection closed": "连接已断开",
    "Connection lost. Please wait for the app to reconnect, then try again.": "连接中断，恢复后请再试一次。",
    "Streamlit server is not responding. Are you connected to the internet?": "服务没有响应，请检查平台是否在运行。",
    "Streamlit server is not responding": "服务没有响应", "Network issue": "网络故障", "Unknown error": "未知错误",
    "Expand sidebar": "展开导航", "Collapse sidebar": "收起导航", "Sidebar": "导航", "App pages": "页面",
    "Navigate to home page": "回到首页", "Skip to main content": "跳到正文", "Notifications": "通知", "Close": "关闭",
    "Scroll tabs left": "向左", "Scroll tabs right": "向右", "Copy": "复制", "Copied": "已复制", "Link to heading": "本节链接",
    "Copy to clipboard": "复制", "Show more": "展开", "Show less": "收起", "View more": "更多", "View less": "收起",
    "Page not found": "没有这个页面", "Logo": "标志", "Traceback:": "",
    "Copy version to clipboard": "复制版本号", "Developer options": "", "Loading...": "正在载入…",
    // widgets
    "No results": "没有匹配项", "Clear value": "清空", "Clear entry": "清空", "Clear all": "全部清除", "Select all": "全选",
    "Open": "展开", "Choose an option": "请选择", "Choose options": "请选择", "Choose an option or add one": "请选择或输入",
    "No options to select.": "没有可选项", "No options to select": "没有可选项", "Selected values": "已选",
    "Decrement": "减", "Increment": "加", "Press Enter to apply": "按回车键确认", "Press Enter to submit form": "按回车键提交",
    "Select an option": "请选择", "Download failed": "下载失败", "Selectbox options": "选项", "Multiselect options": "选项",
    "Search...": "搜索", "Type to search": "输入以搜索",
    // tables
    "Search": "搜索", "Show/hide columns": "选择列", "Download as CSV": "下载表格（CSV）", "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏", "Close Search": "关闭搜索", "Previous Result": "上一个", "Next Result": "下一个",
    "Add row": "添加行", "Delete row(s)": "删除行", "Clear selection": "取消选择", "Copy column name": "复制列名",
    "Sort ascending": "升序", "Sort descending": "降序", "Format": "格式", "Autosize": "自动列宽", "Pin column": "固定列",
    "Unpin column": "取消固定", "Hide column": "隐藏列", "Statistics": "统计", "Dataframe column menu": "列菜单",
    "Automatic": "自动", "Localized": "本地格式", "Plain": "原样", "Compact": "简写", "Dollar": "美元", "Euro": "欧元",
    "Yen": "日元", "Percent": "百分比", "Scientific": "科学计数", "Accounting": "会计", "Count": "个数", "Values": "有值",
    "Empty": "空", "empty": "空", "Distinct": "不同值", "Average": "平均", "Standard deviation": "标准差", "Minimum": "最小",
    "Median": "中位数", "Maximum": "最大", "Sum": "合计", "Minimum length": "最短", "Maximum length": "最长",
    "Average length": "平均长度", "No data": "没有数据", "Based on sample": "按样本", "Range": "范围",
    "Top values frequency chart": "常见值", "Previous page": "上一页", "Next page": "下一页", "Pagination": "分页", "Rename": "改名",
  };
  const patterns = [
    [/^Limit ([\d.]+\s?[KMG]?B) per file(.*)$/, (m) => `每份不超过 ${m[1].replace(/\.0/, "")}${m[2].replace(" • ", "，支持 ")}`],
    [/^([\d.]+\s?[KMG]?B) per file(.*)$/, (m) => `每份不超过 ${m[1].replace(/\.0/, "")}${m[2].replace(" • ", "，支持 ")}`],
    [/^(?:Up to )?([\d.]+\s?[KMG]B)(?: • (.*))?$/, (m) => m[2] ? `每份不超过 ${m[1]}，支持 ${m[2]}` : m[0]],
    [/^File (?:must be|is larger than) (?:smaller than )?([\d.]+\s?[KMG]?B).*$/, (m) => `文件超过 ${m[1]}，请删去图片和无关工作表后重新上传。`],
    [/^(.*) files? are not allowed\.$/, (m) => `不支持 ${m[1]} 文件，请上传 Excel 或 CSV 表。`],
    [/^File type must be .*$/, () => "不支持这种文件，请上传 Excel 或 CSV 表。"],
    [/^(Show\/hide columns|Search|Fullscreen|Close fullscreen|Close Search): (.+)$/, (m) => `${words[m[1]]}：${m[2]}`],
    [/^Help for (.+)$/, (m) => `${m[1]}的说明`],
    [/^Remove (.+)$/, (m) => `移除 ${m[1]}`],
    [/^Cancel upload of (.+)$/, (m) => `取消上传 ${m[1]}`],
    [/^Showing page (\d+) of (\d+)$/, (m) => `第 ${m[1]} 页，共 ${m[2]} 页`],
    [/^Page (\d+) of (\d+)$/, (m) => `第 ${m[1]} 页，共 ${m[2]} 页`],
    [/^Selected (.+)\. (.+)$/, (m) => m[0]],
    [/^View (\d+) more$/, (m) => `再显示 ${m[1]} 项`],
    [/^(\d+) selected$/, (m) => `已选 ${m[1]} 项`],
    [/^Connection failed with status (\d+)\.?.*$/, (m) => `连接失败（${m[1]}），请刷新页面。`],
    [/^You have requested page \/?(.*), but no corresponding file was found.*$/, (m) => `没有“${m[1]}”这个页面，已转到首页。`],
    [/^The page that you have requested does not seem to exist.*$/, () => "没有这个页面，已转到首页。"],
  ];
  const say = (text) => {
    const plain = text.trim();
    if (!/[A-Za-z]/.test(plain) || plain.length > 200) return null;
    if (Object.hasOwn(words, plain)) return text.replace(plain, words[plain]);
    for (const [pattern, made] of patterns) {
      const match = plain.match(pattern);
      if (match) { const result = made(match); return result === plain ? null : text.replace(plain, result); }
    }
    return null;
  };
  const attributes = ["aria-label", "title", "placeholder", "alt"];
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      if (!parent || ["SCRIPT", "STYLE", "TEXTAREA"].includes(parent.tagName)) return;
      if (parent.closest('[data-testid="stIconMaterial"]')) return;  // an icon is drawn from its English name
      const said = say(node.data);
      if (said !== null && said !== node.data) node.data = said;
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of attributes) {
        const value = node.getAttribute(name);
        const said = value && say(value);
        if (said) node.setAttribute(name, said);
      }
      for (const child of node.childNodes) visit(child);
    }
  };
  const start = () => {
    visit(document.body);
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(visit);
        else visit(change.target);
      }
    }).observe(document.body, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes,
    });
  };
  document.body ? start() : document.addEventListener("DOMContentLoaded", start);
})();
