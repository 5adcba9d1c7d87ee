/** Writes `dist/shop.json`: what this release of the shop offers. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { products } from '../src/catalogue.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const release = { version, commit: process.env.SIGNALBOX_COMMIT ?? null, products };
mkdirSync('dist', { recursive: true });
writeFileSync('dist/shop.json', `${JSON.stringify(release, null, '\t')}\n`);
console.log(`built shop ${version} with ${products.length} products`);
