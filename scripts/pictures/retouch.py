"""What is done to the page in the browser before its picture: CSS, and JavaScript that playwright runs."""

# Left out: a secret is nobody's to see, even one that opens nothing; what only the simulation has is not on the real
# Slack. Windows grow as long as the browser's: a picture cannot be scrolled.
STYLE = """
    .pill-ack, .samples, .behind, .copy, .chart details, .hint[id$="-enter"] { display: none; }
    *, *::before, *::after { animation: none !important; transition: none !important; }
    [data-block$="client_secret"] { -webkit-text-security: disc; }
    #modal, #modal .window { max-height: 100dvh; }
    #modal::backdrop { background: #fff; backdrop-filter: none; }
    .sheet { padding: 20px; }
"""

MASK = """(secrets) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (const secret of secrets) node.data = node.data.replaceAll(secret, "•".repeat(12));
}"""

# Who writes is told once for messages in a row, and a picture may have one of the others. A date field follows the
# language of the machine, which need not be the readers'.
SIGN_AND_DATE = """() => {
    document.activeElement?.blur();
    for (const each of document.querySelectorAll("#messages > ol > .follows")) each.classList.remove("follows");
    for (const each of document.querySelectorAll(".scroll.bottom")) each.scrollTop = each.scrollHeight;
    for (const input of document.querySelectorAll("input[type=date]")) {
        const written = input.value.split("-").reverse().join("/");
        input.type = "text";
        input.value = written;
        input.placeholder = "dd/mm/aaaa";
    }
}"""

# From where to where an element is shown, in pixels from its top: the first texts that begin with these words, or null.
EDGES = """(root, [since, until]) => {
    const frame = root.getBoundingClientRect();
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const next = (words) => {
        while (texts.nextNode())
            if (texts.currentNode.data.trim().startsWith(words))
                return texts.currentNode.parentElement.getBoundingClientRect().top - frame.top;
        return null;
    };
    return [since ? next(since) : 0, until ? next(until) : frame.height];
}"""

# What is read in an element; a terminal is drawn as SVG, which has no `innerText`.
READ = """(root) => root instanceof SVGElement
    ? Array.from(root.querySelectorAll("text"), (each) => each.textContent).join(" ")
    : root.innerText"""
