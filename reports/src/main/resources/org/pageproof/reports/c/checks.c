//: word_text
/* A word of a page: a token, zero or a number. */
static const char *word_text(uint64_t value)
{
	static char ring[8][24];
	static int next;
	char *to = ring[next++ % 8];

	if (!value)
		return "zero";
	if (value >> 48 == 0x7050)
		snprintf(to, 24, "#%d.%d", (int)(value >> 12 & 0x7fffffff), (int)(value & 0xfff));
	else
		snprintf(to, 24, "0x%" PRIx64, value);
	return to;
}

//: text
#define E(name)	case -name: return "-" #name

/* A result, an out-field or -errno. */
static const char *text(int64_t value)
{
	static char ring[8][12];
	static int next;
	char *to = ring[next++ % 8];

	switch (value) {
	E(EPERM); E(ENOENT); E(ESRCH); E(EINTR); E(EIO); E(EBADF); E(EAGAIN); E(ENOMEM);
	E(EACCES); E(EFAULT); E(EBUSY); E(EEXIST); E(ENODEV); E(EINVAL); E(EMFILE);
	E(ENOTTY); E(ENOSPC); E(ENOSYS); E(EHWPOISON);
	case BLOCKED: return "blocked";
	case SIGNALLED(SIGBUS): return "SIGBUS";	//? sigbus
	case UNTOUCHED: return "untouched";
	}
	if (value <= -4096 || value >= 65536)
		return word_text(value);
	snprintf(to, 12, "%d", (int)value);
	return to;
}

//: reply_text
static const char *reply_text(int64_t value)
{
	return text(value) + (value < 0 && value > -4096);
}

//: elsewhere
static int elsewhere = -1;	/* where the kernel first made another choice than in the trace */

//: checks
static int checks;		/* how many things were compared and found right */

//: wanted either
static char wanted[400];

//: differs
__attribute__((noreturn))
static void differs(const char *what, const char *should_be, const char *got)
{
	if (elsewhere >= 0 && elsewhere < step)	//? choice
		finish(4, "expected %s, got %s, but in step %d this kernel chose otherwise than the trace's",	//? choice
		       should_be, got, elsewhere);	//? choice
	finish(1, "%s%sexpected %s, got %s", what, *what ? ": " : "", should_be, got);
}

//: either
static void either(const char *value)
{
	size_t length = strlen(wanted);

	snprintf(wanted + length, sizeof(wanted) - length, "%s%s", length ? " or " : "", value);
}

//: took
/* The first value is that of the trace; the later steps follow from it. */
static void took(int i)
{
	if (i && elsewhere < 0)
		elsewhere = step;
}

//: check
static void check(const char *what, int64_t got, const int64_t *allowed, int n)
{
	int i;

	checks++;
	for (i = 0; i < n; i++)	//? !choice
	for (i = 0; i < n; i++) {	//? choice
		if (got == allowed[i]) {	//? choice
			took(i);	//? choice
			return;	//? choice
		}	//? choice
		if (got == allowed[i])	//? !choice
			return;	//? !choice
	}	//? choice
	for (i = 0; i < n; i++)
		either(*what ? text(allowed[i]) : reply_text(allowed[i]));
	differs(what, wanted, *what ? text(got) : reply_text(got));
}

//: check_text
/* An asterisk stands for any character. */
static void check_text(const char *what, const char *got, const char *const *allowed, int n)
{
	int i, k;

	checks++;
	for (i = 0; i < n; i++) {
		for (k = 0; got[k] && (got[k] == allowed[i][k] || allowed[i][k] == '*'); k++)
			;
		if (got[k] == allowed[i][k]) {	//? choice
			took(i);	//? choice
			return;	//? choice
		}	//? choice
		if (got[k] == allowed[i][k])	//? !choice
			return;	//? !choice
	}
	for (i = 0; i < n; i++)
		either(allowed[i]);
	differs(what, wanted, got);
}

//: check_numbered
/* As check_text; in a text that ends with .k, or has .k before a !, k is this number. */
static void check_numbered(const char *what, const char *got, int k, const char *const *texts, int n)
{
	char numbered[8][80];
	const char *allowed[8];
	int i;

	for (i = 0; i < n && i < 8; i++) {
		const char *at = strstr(texts[i], ".k");

		allowed[i] = at ? numbered[i] : texts[i];
		if (at)
			snprintf(numbered[i], 80, "%.*s.%d%s", (int)(at - texts[i]), texts[i], k, at + 2);
	}
	check_text(what, got, allowed, i);
}

//: VALUES
#define VALUES(type, ...)	(type const[]){ __VA_ARGS__ }, \
	sizeof((type const[]){ __VA_ARGS__ }) / sizeof(type)
//: TEXTS
#define TEXTS(...)		VALUES(const char *, __VA_ARGS__)
//: EXPECT_REPLY
#define EXPECT_REPLY(...)	check("", reply, VALUES(int64_t, __VA_ARGS__))
//: EXPECT_OUT
#define EXPECT_OUT(name, i, ...)	check("field " name, out[i], VALUES(int64_t, __VA_ARGS__))

