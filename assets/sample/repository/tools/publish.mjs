/** Puts the built release where the running shop looks for releases: SHOP_RELEASES. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.SHOP_RELEASES;
if (folder === undefined) {
	console.error('SHOP_RELEASES does not say where releases are kept.');
	process.exit(1);
}
const text = readFileSync('dist/shop.json', 'utf8');
const { version } = JSON.parse(text);
mkdirSync(folder, { recursive: true });
const place = join(folder, `${version}.json`);
// In one step, because the shop may be starting right now.
writeFileSync(`${place}.new`, text);
renameSync(`${place}.new`, place);
console.log(`published shop ${version}`);
