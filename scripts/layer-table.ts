/** The table of ARCHITECTURE.md as data: which folder may import what. */

export interface Layer {
	/** Start of the path; the first layer that fits a file is its layer. */
	readonly at: string;
	/** Starts of paths that may be imported. A file may always import from its own layer. */
	readonly may: readonly string[];
	/** Starts of paths of which only types may be imported. */
	readonly mayTypes?: readonly string[];
	/** Packages of npm: `any`, or their names. */
	readonly packages: 'any' | readonly string[];
	readonly node: boolean;
	/** True where time, chance, network and process must be passed in. */
	readonly pure?: boolean;
}

const ports = [
	'electron/engine/ports.ts',
	'electron/engine/pipeline-ports.ts',
	'electron/engine/delivery-ports.ts',
] as const;
const rendererPackages = [
	...['react', 'react-dom', 'react-aria-components', 'zustand', 'wouter', 'uplot', 'lucide-react'],
	...['anser', '@dagrejs/dagre', 'recharts', 'react-markdown', 'remark-gfm'],
];

/** Families of connectors know nothing of one another; what all of them use lies beside them. */
function connectorFamily(name: string, alsoMay: readonly string[] = []): Layer {
	return {
		at: `electron/connectors/${name}/`,
		may: ['shared/domain/', 'shared/config/', ...ports, 'electron/connectors/*', ...alsoMay],
		packages: 'any',
		node: true,
	};
}

export const layers: readonly Layer[] = [
	{ at: 'shared/domain/', may: [], packages: ['zod', 'temporal-polyfill', 'picomatch'], node: false, pure: true },
	{
		at: 'shared/config/',
		may: ['shared/domain/'],
		mayTypes: ['shared/rpc/'],
		packages: ['zod', 'yaml', '@prometheus-io/lezer-promql'],
		node: false,
		pure: true,
	},
	// Reports as text: pure, with libraries that write Markdown and HTML.
	{
		at: 'shared/report/',
		may: ['shared/domain/'],
		packages: [
			...['zod', 'mdast', 'mdast-util-to-markdown', 'mdast-util-gfm', 'mdast-util-from-markdown'],
			...['mdast-util-to-hast', 'hast-util-to-html', 'hast-util-sanitize', 'remark-gfm'],
		],
		node: false,
		pure: true,
	},
	{
		at: 'shared/shell/',
		may: ['shared/domain/'],
		mayTypes: ['shared/rpc/'],
		packages: ['zod'],
		node: false,
		pure: true,
	},
	{
		at: 'shared/rpc/',
		may: ['shared/domain/', 'shared/shell/'],
		mayTypes: ['shared/config/'],
		packages: ['zod', '@trpc/server', '@trpc/client'],
		node: false,
	},
	{ at: 'electron/engine/', may: ['shared/'], packages: ['zod'], node: false, pure: true },
	connectorFamily('targets'),
	connectorFamily('metrics'),
	connectorFamily('secrets'),
	connectorFamily('ci', ['electron/connectors/http-hosts/']),
	connectorFamily('scm'),
	connectorFamily('evidence'),
	connectorFamily('facts', ['electron/connectors/http-hosts/']),
	connectorFamily('http-hosts'),
	connectorFamily('reports'),
	connectorFamily('quarantine'),
	{ at: 'electron/connectors/', may: ['shared/domain/', 'shared/config/', ...ports], packages: 'any', node: true },
	{ at: 'electron/store/', may: ['shared/', ...ports], packages: 'any', node: true },
	{
		at: 'electron/host/',
		may: ['shared/', 'electron/engine/', 'electron/store/', 'electron/connectors/'],
		packages: 'any',
		node: true,
	},
	{
		at: 'electron/web/',
		may: ['shared/', 'electron/engine/', 'electron/store/', 'electron/connectors/', 'electron/host/'],
		packages: 'any',
		node: true,
	},
	{ at: 'electron/', may: ['shared/', 'electron/'], packages: 'any', node: true },
	{ at: 'renderer/ui/', may: ['shared/'], packages: rendererPackages, node: false },
	{ at: 'renderer/charts/', may: ['shared/', 'renderer/ui/'], packages: rendererPackages, node: false },
	{ at: 'renderer/transport/', may: ['shared/'], packages: ['@trpc/client', '@trpc/server'], node: false },
	{ at: 'renderer/store/', may: ['shared/', 'renderer/transport/'], packages: rendererPackages, node: false },
	{
		at: 'renderer/features/',
		may: ['shared/', 'renderer/store/', 'renderer/charts/', 'renderer/ui/'],
		packages: rendererPackages,
		node: false,
	},
	{
		at: 'renderer/',
		may: ['shared/', 'renderer/'],
		packages: [...rendererPackages, '@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono'],
		node: false,
	},
	{ at: 'assets/', may: [], packages: [], node: true },
	{ at: 'e2e/', may: ['shared/', 'electron/', 'renderer/', 'scripts/', 'assets/'], packages: 'any', node: true },
	{ at: 'scripts/', may: ['shared/', 'electron/'], packages: 'any', node: true },
];

/** Where `electron` itself may be imported: the desktop's folder, its entry and the preload. */
export const electronPlaces = ['electron/desktop/', 'electron/main.ts', 'electron/preload.cts'] as const;
