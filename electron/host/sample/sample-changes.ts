/** What a newcomer can commit to the sample's repository by a click: the files as they are, and as they become. Pure. */
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { SampleChange } from '../../../shared/rpc/api.ts';
import { withVersion } from './sample-history.ts';

export interface PlannedChange {
	readonly version: string;
	readonly subject: string;
	/** New texts by path. */
	readonly files: Readonly<Record<string, string>>;
}

type Read = (path: string) => string;

const manifest = 'package.json';
const catalogue = 'src/catalogue.mjs';
const catalogueChecks = 'checks/unit/catalogue.mjs';
const order = 'src/order.mjs';
const orderChecks = 'checks/unit/order.mjs';

/** Everything that any of the changes reads. */
export const changedPaths = [manifest, catalogue, catalogueChecks, order, orderChecks] as const;

const teaPrice = /(\{ id: 'tea', name: 'Tea', cents: )(\d+)( \})/;
/** As the checks of the shop have it. */
const rightTeaPrice = 450;
const endOfProducts = '\n];\n';
const orderImport = /import \{ ([^}]*) \} from '\.\.\/\.\.\/src\/order\.mjs';/;

const drinks = [
	...['chai', 'matcha', 'rooibos', 'oolong', 'sencha', 'espresso', 'lungo', 'cortado', 'mocha', 'horchata'],
	...['lassi', 'kombucha', 'kefir', 'lemonade', 'sherbet', 'tonic', 'cider', 'punch', 'eggnog', 'salep'],
];

/**
 * What a change makes of the files that `read` answers; throws nothing but what `read` throws. Fails where a person has
 * rewritten the places that it needs.
 */
export function planChange(change: SampleChange, read: Read): Result<PlannedChange> {
	const version = nextVersion(read(manifest));
	if (version === null) return unlike(manifest, 'a version like 2.6.0');
	const plan = plans[change](read);
	if (!plan.ok) return plan;
	const { subject, files } = plan.value;
	return ok({ version, subject, files: { ...files, [manifest]: withVersion(read(manifest), version) } });
}

function nextVersion(source: string): string | null {
	const [, head, patch] = /"version": "(\d+\.\d+)\.(\d+)"/.exec(source) ?? [];
	return head === undefined || patch === undefined ? null : `${head}.${Number(patch) + 1}`;
}

const plans: Readonly<Record<SampleChange, (read: Read) => Result<Omit<PlannedChange, 'version'>>>> = {
	good: sellAnother,
	untested: addUntested,
	broken: breakPrice,
};

/** A new product with its test. What earlier clicks left without a test, or broke, is put right on the way. */
function sellAnother(read: Read): Result<Omit<PlannedChange, 'version'>> {
	const before = read(catalogue);
	if (!before.includes(endOfProducts)) return unlike(catalogue, 'the list of products');
	const id = nextDrink(before);
	const name = `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`;
	const cents = 400 + ((id.length * 70) % 410);
	const products = before
		.replace(teaPrice, `$1${rightTeaPrice}$3`)
		.replace(endOfProducts, `\n\t{ id: '${id}', name: '${name}', cents: ${cents} },${endOfProducts}`);
	const check = `it('sells ${id}', () => assert.equal(findProduct('${id}')?.cents, ${cents}));\n`;
	const tested = testDeliveries(read);
	if (!tested.ok) return tested;
	return ok({
		subject: `catalogue: sell ${id}`,
		files: { [catalogue]: products, [catalogueChecks]: read(catalogueChecks) + check, ...tested.value },
	});
}

/** There is always another one. */
function nextDrink(source: string): string {
	for (let prefix = ''; ; prefix += 'decaf') {
		const free = drinks.find((drink) => !source.includes(`id: '${prefix}${drink}'`));
		if (free !== undefined) return `${prefix}${free}`;
	}
}

/** Longer than a fifth of what there is, so that the first one falls below the limit even without a release to compare with. */
function deliveryDays(name: string): string {
	const lands: readonly (readonly [readonly string[], number])[] = [
		[['DE'], 1],
		[['AT', 'CH'], 2],
		[['FR', 'NL'], 3],
		[['ES', 'IT'], 4],
		[['SE', 'FI'], 5],
		[['JP', 'US'], 9],
	];
	const cases = lands.flatMap(([codes, days]) => [
		...codes.map((code) => `\t\tcase '${code}':`),
		`\t\t\treturn ${days};`,
	]);
	return [
		...['', '/**', ' * Days until an order arrives.', ' * @param {string} country', ' */'],
		...[`export function ${name}(country) {`, '\tswitch (country) {', ...cases],
		...['\t\tdefault:', '\t\t\treturn 14;', '\t}', '}', ''],
	].join('\n');
}

function deliveriesIn(source: string): readonly string[] {
	return [...source.matchAll(/^export function (deliveryDays\d*)\(/gm)].map(([, name = '']) => name);
}

/** A function that no test calls. */
function addUntested(read: Read): Result<Omit<PlannedChange, 'version'>> {
	const before = read(order);
	const known = deliveriesIn(before);
	const name = ['deliveryDays', ...known.map((_, at) => `deliveryDays${at + 2}`)].find((each) => !known.includes(each));
	if (name === undefined) return unlike(order, 'a place for another function');
	return ok({ subject: 'order: say when it arrives', files: { [order]: before + deliveryDays(name) } });
}

function testDeliveries(read: Read): Result<Readonly<Record<string, string>>> {
	const checks = read(orderChecks);
	const [, imported = null] = orderImport.exec(checks) ?? [];
	const untested = deliveriesIn(read(order)).filter((name) => !new RegExp(`\\b${name}\\b`).test(imported ?? ''));
	if (untested.length === 0) return ok({});
	if (imported === null) return unlike(orderChecks, 'the import of src/order.mjs');
	const countries = "['DE', 'AT', 'NL', 'IT', 'SE', 'US', 'NZ']";
	const tests = untested.map(
		(name) => `
it('knows when an order arrives: ${name}', () => {
	for (const country of ${countries}) assert.ok(${name}(country) > 0, country);
});
`,
	);
	const names = [imported, ...untested].join(', ');
	const withImport = checks.replace(orderImport, `import { ${names} } from '../../src/order.mjs';`);
	return ok({ [orderChecks]: withImport + tests.join('') });
}

/** Tea costs something else than its tests say. */
function breakPrice(read: Read): Result<Omit<PlannedChange, 'version'>> {
	const before = read(catalogue);
	const [, , cents] = teaPrice.exec(before) ?? [];
	if (cents === undefined) return unlike(catalogue, 'the price of tea');
	const after = before.replace(teaPrice, `$1${Number(cents) + 20}$3`);
	return ok({ subject: 'catalogue: raise the price of tea', files: { [catalogue]: after } });
}

/** `what` is not to be found in the file, because a person has rewritten it. */
export function unlike(path: string, what: string) {
	return fail(
		'invalid-input',
		`${path} of the sample's repository was rewritten: ${what} is not found there, so nothing was committed.`,
		'Commit a change of your own by hand, or undo the one to that file.',
	);
}
