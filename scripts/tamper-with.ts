/** One changed byte in a packed archive. */

/** A comment that the bundler leaves in the main script: changing it changes no behaviour, only the checksum. */
const comment = Buffer.from('// electron/main.ts');

/** The archive with one letter of a comment changed; throws when there is no such comment. */
export function tamperWith(archive: Buffer): Buffer {
	const at = archive.indexOf(comment);
	if (at === -1) throw new Error('The archive has no comment that could be changed.');
	const changed = Buffer.from(archive);
	// "electron" to "Electron".
	changed.writeUInt8(changed.readUInt8(at + 3) ^ 0x20, at + 3);
	return changed;
}
