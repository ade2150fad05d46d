//! Mails that are well made: texts, character sets, headers, markup.

use super::{Draft, Maker};

pub(super) fn texts(m: &mut Maker) {
    let (a, b) = (m.link(), m.link());
    let sentence = m.sentence();
    m.text("text-link-alone", &format!("{sentence}\n\n{a}\n"));
    m.text(
        "text-links-in-brackets",
        &format!("See <{a}>, ({b}) or \"{a}\".\n"),
    );
    m.text(
        "text-link-before-full-stop",
        &format!("All of it is at {a}. Or here: {b}, as before!\n"),
    );
    m.text(
        "text-link-with-query",
        &format!("{a}?a=1&b=two%20words&c=%E6%9C%AC#part\n"),
    );
    m.text(
        "text-without-links",
        &format!("{sentence}\nNothing to click here.\n"),
    );
    m.text(
        "text-with-an-address",
        "Write to info@tram.example or call 03-1234-5678.\n",
    );
    m.text(
        "text-quoted-twice",
        &format!("Yes.\n\n> Are you there? {a}\n>> I asked: {b}\n>> Twice.\n"),
    );
    m.text(
        "text-with-signature",
        &format!("{sentence}\n\n-- \nGarden Weekly\n{a}\n"),
    );
    m.text(
        "text-that-looks-like-markup",
        "Use <b>this</b> & <a href=\"https://kawa.example/\">that</a> in your page.\n",
    );
    m.text(
        "text-in-japanese",
        &format!("お客様\n\n新しい時刻表です：{a}\nよろしくお願いいたします。\n"),
    );
    m.text(
        "text-one-long-line",
        &format!("{} {a}\n", "word ".repeat(1_500)),
    );
    let flowed = format!("{sentence} \nIt goes on \nand on.\n{a}\n");
    let draft = m.draft();
    m.put(
        "text-flowed",
        Draft {
            kind: "text/plain; charset=utf-8; format=flowed; delsp=no".into(),
            body: flowed.into(),
            ..draft
        },
    );
    let long: String = (0..9_000)
        .map(|at| format!("Line {at} of a very long report, and nothing in it.\n"))
        .collect();
    m.text("text-of-half-a-megabyte", &format!("{long}{a}\n"));
    m.text("text-without-anything", "");
    m.text("text-of-white-space", " \n\t\n   \n");
}

pub(super) fn charsets(m: &mut Maker) {
    for (label, name, words) in [
        (
            "iso-2022-jp",
            "星の書店",
            "新しい本が届きました。ご来店をお待ちしております。",
        ),
        ("shift_jis", "川の工房", "展覧会のお知らせです。"),
        ("euc-jp", "山の茶屋", "お茶の時間です。"),
        ("gb2312", "小书店", "新书到了，欢迎光临。"),
        ("big5", "茶館", "歡迎光臨。"),
        ("euc-kr", "작은 서점", "새 책이 왔습니다."),
        ("koi8-r", "Книжная лавка", "Новые книги уже здесь."),
        ("windows-1251", "Чайный дом", "Приходите на чай."),
        ("iso-8859-1", "Café du Château", "Déjà vu à Noël."),
        (
            "iso-8859-15",
            "Épicerie",
            "Pour 5 € seulement, à très bientôt.",
        ),
        ("windows-1252", "Bäckerei", "„Guten Tag“ – täglich frisch…"),
    ] {
        let transfer = m.dice.pick(&["base64", "quoted-printable"]);
        m.charset(label, name, words, transfer);
    }
    m.charset("utf-8", "Ünïcödé 本", "八ビットのまま。", "8bit");
    m.charset("iso-2022-jp", "七ビット", "そのまま届く本文です。", "7bit");
}

pub(super) fn headers(m: &mut Maker) {
    m.headed("name-quoted-with-comma", |d| {
        d.from = b"\"Books, Blue Heron\" <post@heron-books.example>".into()
    });
    m.headed("name-missing", |d| {
        d.from = b"post@heron-books.example".into()
    });
    m.headed("name-in-a-comment", |d| {
        d.from = b"post@heron-books.example (Blue Heron)".into()
    });
    m.headed("name-is-an-address", |d| {
        d.from = b"\"info@tram.example\" <post@kawa.example>".into()
    });
    m.headed("name-encoded-in-two-words", |d| {
        d.from =
            b"=?utf-8?q?Caf=C3=A9?= =?utf-8?q?_M=C3=BCller?= <post@cafe-mueller.example>".into()
    });
    m.headed("name-encoded-in-quotes", |d| {
        d.from = b"\"=?utf-8?B?5pys5bGL?=\" <post@kawa.example>".into()
    });
    m.headed("name-in-capitals-and-dots", |d| {
        d.from = b"\"T.R.A.M. Co.\" <POST@TRAM.EXAMPLE>".into()
    });
    m.headed("name-as-raw-utf-8", |d| {
        d.from = "Café Müller <post@cafe-mueller.example>".into()
    });
    m.headed("address-with-plus-and-dots", |d| {
        d.from = b"Tram <a.b+news=1@mail.tram.example>".into()
    });
    m.headed("address-of-a-unicode-host", |d| {
        d.from = b"Tram <post@xn--bcher-kva.example>".into()
    });
    m.headed("sender-missing", |d| d.from.clear());
    m.headed("senders-two", |d| {
        d.from = b"One <one@tram.example>, Two <two@kawa.example>".into()
    });
    m.headed("subject-q-encoded", |d| {
        d.subject = b"=?iso-8859-1?Q?Sch=F6ne_Gr=FC=DFe_aus_K=F6ln?=".into()
    });
    m.headed("subject-split-inside-a-letter", |d| {
        d.subject = b"=?utf-8?B?5pys5bGL44GL?=\n =?utf-8?B?44KJ44Gu44GK55+l44KJ44Gb?=".into()
    });
    m.headed("subject-folded", |d| {
        d.subject = b"a subject that goes on\n\tover two lines\n and a third".into()
    });
    m.headed("subject-empty", |d| d.subject = b" ".into());
    m.headed("subject-missing", |d| d.subject.clear());
    m.headed("subject-raw-utf-8", |d| {
        d.subject = "お知らせ：新しい時刻表".into()
    });
    m.headed("subject-very-long", |d| {
        d.subject = "many words ".repeat(60).trim_end().into()
    });
    m.headed("subject-with-markup", |d| {
        d.subject = b"<b>Bold</b> &amp; \"plain\"".into()
    });
    m.headed("date-in-another-zone", |d| {
        d.date = "Fri, 20 Mar 2026 09:30:00 +0900 (JST)".into()
    });
    m.headed("date-of-an-old-form", |d| {
        d.date = "20 Mar 26 09:30 EST".into()
    });
    m.headed("reply-elsewhere", |d| {
        d.more
            .push_str("Reply-To: Answers <answers@kawa.example>\n")
    });
    m.headed("list", |d| d.more.push_str("List-Id: Gardens <gardens.lists.example>\nList-Unsubscribe: <https://lists.example/u/1>\n"));
}

pub(super) fn pages(m: &mut Maker) {
    let links: Vec<String> = (0..8).map(|_| m.link()).collect();
    let (a, b, c) = (links[0].clone(), links[1].clone(), links[2].clone());
    m.html(
        "html-plain",
        &format!("<p>See <a href=\"{a}\">the page</a> and <a href='{b}'>{b}</a>.</p>"),
    );
    m.html("html-tables", &format!("<html><head><style>.x td{{color:#333}}</style></head><body><table class=x><tr><td><table><tr><td><a href=\"{a}\"><img alt=\"a chair\" src=\"https://tram.example/i.png\"></a></td></tr></table></td><td><a href=\"{b}\">more</a></td></tr></table></body></html>"));
    m.html("html-entities-in-links", &format!("<a href=\"{a}?x=1&amp;y=2\">one</a> <a href=\"{b}?x=1&y=2&copy=3\">two</a> <a href=\"{c}&#47;three\">three</a>"));
    m.html(
        "html-never-closed",
        &format!("<p>One <a href=\"{a}\">two<p>three <b>four <a href=\"{b}\">five"),
    );
    m.html(
        "html-spaces-in-links",
        &format!(
            "<a href=\"  {a}  \">padded</a> <a href=\"{}\n{}\">broken in two</a>",
            &b[..20],
            &b[20..]
        ),
    );
    m.html("html-many-schemes", "<a href=\"mailto:info@tram.example\">mail</a> <a href=\"tel:+8131234\">call</a> <a href=\"#top\">top</a> <a name=\"x\">no link</a> <a href=\"HTTPS://TRAM.EXAMPLE/A\">loud</a> <a href=\"http://tram.example/\">plain</a>");
    m.html("html-odd-hosts", "<a href=\"https://user:pw@kawa.example/\">user</a> <a href=\"https://192.0.2.7/a\">number</a> <a href=\"https://xn--bcher-kva.example/\">ace</a> <a href=\"https://bücher.example/\">unicode</a> <a href=\"https://kawa.example:8443/\">port</a>");
    m.html("html-hidden-words", &format!("<div style=\"display:none\">preview <a href=\"{a}\">unseen</a></div><p>Hello <a href=\"{b}\">seen</a></p><span style=\"font-size:0\">tiny</span>"));
    m.html("html-picture-only", &format!("<a href=\"{a}\"><img src=\"https://kawa.example/1.png\" alt=\"all our words\" width=600 height=400></a>"));
    m.html("html-map", &format!("<img src=\"https://kawa.example/1.png\" usemap=\"#m\" alt=\"map\"><map name=\"m\"><area href=\"{a}\" shape=rect coords=\"0,0,9,9\" alt=\"one\"></map><a href=\"{b}\">beside</a>"));
    m.html("html-with-a-form", &format!("<form action=\"{a}\"><input name=x><input type=submit value=Send></form><a href=\"{b}\">beside</a>"));
    m.html("html-comments", &format!("<!-- <a href=\"{a}\">no</a> --><!--[if mso]><a href=\"{b}\">outlook</a><![endif]--><a href=\"{c}\">yes</a>"));
    m.html(
        "html-deep",
        &format!(
            "{}<a href=\"{a}\">deep</a>{}",
            "<div>".repeat(200),
            "</div>".repeat(200)
        ),
    );
    let many: String = (0..400)
        .map(|at| format!("<li><a href=\"https://tram.example/{at}\">stop {at}</a></li>"))
        .collect();
    m.html("html-four-hundred-links", &format!("<ul>{many}</ul>"));
    m.html(
        "html-right-to-left",
        &format!("<div dir=rtl>مرحبا <a href=\"{a}\">هنا</a></div>"),
    );
    m.html("html-quoted-answer", &format!("<p>Thanks!</p><blockquote type=cite><p>You wrote: <a href=\"{a}\">{a}</a></p></blockquote>"));
    m.html("html-without-words", "<html><body></body></html>");
    m.html("html-with-a-script", &format!("<script>document.write('x')</script><noscript><a href=\"{a}\">without</a></noscript><a href=\"{b}\" onclick=\"steal()\">with</a>"));
}
