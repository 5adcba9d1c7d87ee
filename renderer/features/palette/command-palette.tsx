import { Search } from 'lucide-react';
import { type ReactElement, useMemo, useState } from 'react';
import {
	Autocomplete,
	Dialog,
	Header,
	Input,
	Menu,
	MenuItem,
	MenuSection,
	Modal,
	ModalOverlay,
	SearchField,
} from 'react-aria-components';
import { useLocation } from 'wouter';
import type { EnvironmentKey } from '../../../shared/domain/release.ts';
import type { ShellDialog } from '../../../shared/rpc/shell-api.ts';
import { linkTo } from '../../../shared/shell/links.ts';
import { addresses } from '../../store/address.ts';
import { useChooseTheme } from '../../store/appearance.ts';
import { useStores } from '../../store/context.tsx';
import { useFocusedDeployment, useRoom } from '../../store/hooks.ts';
import { cx } from '../../ui/cx.ts';
import { EnvBadge } from '../../ui/env.tsx';
import { technical } from '../../ui/field.tsx';
import { StartDialog } from '../board/start-dialog.tsx';
import { useCopy } from '../deployment/use-copy.ts';
import { useCopyDiagnostics } from '../deployment/use-copy-diagnostics.ts';
import { useOpenWindow } from '../deployment/use-open-window.ts';
import { ImportDialog } from '../evidence/import-dialog.tsx';
import styles from './command-palette.module.css';
import { findItems, type PaletteAction, type PaletteItem, paletteItems, sections } from './palette-items.ts';

/** Finds services, releases, deployments and commands: type, arrow, Enter. */
export function CommandPalette({
	isOpen,
	onClose,
	onShow,
}: {
	readonly isOpen: boolean;
	readonly onClose: () => void;
	readonly onShow: (what: ShellDialog) => void;
}): ReactElement {
	const [starting, setStarting] = useState<EnvironmentKey | null>(null);
	const [isImporting, setImporting] = useState(false);
	const run = useRun({ onClose, onShow, onStart: setStarting, onImport: () => setImporting(true) });
	return (
		<>
			<ModalOverlay
				isOpen={isOpen}
				onOpenChange={(open) => !open && onClose()}
				isDismissable
				className={cx(styles.scrim)}
			>
				<Modal className={cx(styles.modal)}>
					<Dialog aria-label="Find or do" className={cx(styles.dialog)}>
						<Finder onRun={run} />
					</Dialog>
				</Modal>
			</ModalOverlay>
			{starting !== null && <StartDialog environmentKey={starting} onClose={() => setStarting(null)} />}
			{isImporting && <ImportDialog onClose={() => setImporting(false)} />}
		</>
	);
}

function Finder({ onRun }: { readonly onRun: (action: PaletteAction) => void }): ReactElement {
	const [typed, setTyped] = useState('');
	const room = useRoom((state) => state);
	const focused = useFocusedDeployment();
	const found = useMemo(() => findItems(paletteItems(room, focused), typed), [room, focused, typed]);
	return (
		<Autocomplete inputValue={typed} onInputChange={setTyped}>
			<SearchField aria-label="Find a service, release or command" autoFocus className={cx(styles.field)}>
				<Search size={16} aria-hidden="true" />
				<Input {...technical} placeholder="Find a service, release or command" className={cx(styles.input)} />
			</SearchField>
			<Menu
				aria-label="Found"
				className={cx(styles.menu)}
				onAction={(key) => {
					const chosen = found.find((item) => item.id === key);
					if (chosen !== undefined) onRun(chosen.action);
				}}
				renderEmptyState={() => <p className={styles.none}>Nothing has that name. Try fewer letters.</p>}
			>
				{sections
					.map((section) => ({ section, items: found.filter((item) => item.section === section) }))
					.filter(({ items }) => items.length > 0)
					.map(({ section, items }) => (
						<MenuSection key={section} className={cx(styles.section)}>
							<Header className={cx(styles.header)}>{section}</Header>
							{items.map((item) => (
								<FoundItem key={item.id} item={item} />
							))}
						</MenuSection>
					))}
			</Menu>
		</Autocomplete>
	);
}

function FoundItem({ item }: { readonly item: PaletteItem }): ReactElement {
	return (
		<MenuItem id={item.id} textValue={`${item.label} ${item.detail ?? ''}`} className={cx(styles.item)}>
			<span className={styles.label}>{item.label}</span>
			{item.production !== null && <EnvBadge name={item.production} production />}
			{item.detail !== null && item.detail !== item.production && <span className={styles.detail}>{item.detail}</span>}
		</MenuItem>
	);
}

function useRun(on: {
	readonly onClose: () => void;
	readonly onShow: (what: ShellDialog) => void;
	readonly onStart: (environment: EnvironmentKey) => void;
	readonly onImport: () => void;
}): (action: PaletteAction) => void {
	const { commands, desk, pipelines, room } = useStores();
	const [location, navigate] = useLocation();
	const copy = useCopy();
	const copyDiagnostics = useCopyDiagnostics();
	const openWindow = useOpenWindow();
	const chooseTheme = useChooseTheme();
	return (action) => {
		on.onClose();
		switch (action.kind) {
			case 'go':
				return navigate(action.href.slice(1));
			case 'command': {
				const view = room.store.getState().room?.deployments[action.deploymentId];
				if (view !== undefined) void commands.run(view, action.command);
				return;
			}
			case 'start-release':
				return on.onStart(action.environment);
			case 'run-pipeline':
				void pipelines.start(action.service);
				return navigate(addresses.service(action.service).slice(1));
			case 'sample':
				void (action.command === 'start' ? commands.startSample() : commands.stopSample());
				return;
			case 'try-policy':
				desk.tryPolicy({ deploymentId: action.deploymentId, policy: null });
				return navigate(addresses.deployment(action.deploymentId).slice(1));
			case 'import-analysis':
				return on.onImport();
			case 'wall':
				return openWindow(addresses.wall, 'wall');
			case 'copy-link':
				return copy(linkTo(location), 'The link was copied');
			case 'copy-diagnostics':
				return copyDiagnostics();
			case 'show':
				return on.onShow(action.what);
			case 'theme':
				void chooseTheme(isDrawnDark() ? 'light' : 'dark').then((result) => {
					if (!result.ok) desk.refuse(result.problem);
				});
		}
	};
}

function isDrawnDark(): boolean {
	const { theme } = document.documentElement.dataset;
	return theme === undefined ? window.matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}
