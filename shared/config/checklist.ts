/** Questions of user acceptance that a file may name by one word. */
export const knownQuestions: Readonly<Record<string, string>> = {
	business: 'Does it do what was asked for, with the data and the roles of real work?',
	accessibility: 'Can it be used with the keyboard alone, with a screen reader, and at 200 % zoom?',
	usability: 'Did people who had not seen it before reach their goal without help?',
	security: 'Was what changed looked at for misuse, and does nobody see more than they may?',
	documentation: 'Do help, release notes and runbooks say what is different now?',
};
