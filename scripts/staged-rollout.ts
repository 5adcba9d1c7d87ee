/** The share of installations that a feed offers its version to, as electron-updater reads it. */
import { parseDocument } from 'yaml';

/** The feed with the share set. `share`: 0 to 100; throws for anything else, and for a text that is no feed. */
export function withStagingPercentage(feed: string, share: number): string {
	if (!Number.isFinite(share) || share < 0 || share > 100)
		throw new Error(`A share of 0 to 100 was expected, not ${share}.`);
	const document = parseDocument(feed);
	if (document.errors.length > 0 || typeof document.get('version') !== 'string')
		throw new Error('This is no feed of updates.');
	document.set('stagingPercentage', share);
	return document.toString();
}
