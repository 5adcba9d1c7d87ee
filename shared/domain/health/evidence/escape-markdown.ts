/** Makes text stand for itself: a commit title or a version never becomes markup, a table cell, a link or a mention. */
export function escapeMarkdown(text: string): string {
	return text
		.replace(/[\\`*_[\]<>#|~]/g, (found) => `\\${found}`)
		.replace(/@/g, '@\u200b')
		.replace(/\s*[\r\n]+\s*/g, ' ');
}
