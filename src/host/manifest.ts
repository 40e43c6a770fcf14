import { CONVERSIONS } from '../core/convert/index';
import { ENDINGS } from '../core/formats/endings';
import { PROJECT_FILE } from '../core/settings/projectConfig';
import { SETTINGS, type Setting } from '../core/settings/settings';
import type { CommandEntry } from './commands/command';
import { directCommands } from './commands/directConversions';
import { commands as listed } from './commands/index';
import { ANY_TENSOR_FILE, EXPLORER_MENU, TENSOR_FOLDER } from './commands/menus';
import { VIEW_TYPES } from './fileTypes';
import { PROJECT_SCHEMA, projectSchema, rulesSchema } from './projectSchema';
import { WALKTHROUGH } from './walkthrough';

const CATEGORY = 'Tensor Loupe';

type Json = Record<string, unknown>;

const commands: readonly CommandEntry[] = [...listed, ...directCommands(CONVERSIONS)];

/** The parts of package.json that are made, its texts, and the schema of a project's file. */
export interface Contributions {
  readonly contributes: Json;
  readonly activationEvents: readonly string[];
  readonly capabilities: Json;
  readonly nls: Json;
  readonly projectSchema: Json;
}

/** The contributed parts of package.json, made from the lists; `npm run manifest` writes them. */
export function contributes(): Contributions {
  const nls: Record<string, string> = {
    'category.tensorLoupe': CATEGORY,
    'capabilities.untrustedWorkspaces':
      'What decides which files are read (tensor-loupe.json, and the settings for contracts and for the background check) does not count until you trust the workspace.',
    'capabilities.virtualWorkspaces':
      'Files are read whole, up to a limit, where the file system has no ranged reads; conversions ask where to write.',
  };
  const key = (id: string, text: string): string => {
    nls[id] = text;
    return `%${id}%`;
  };
  return {
    // Python and a workspace with tensor files wake us; editors and commands do by themselves.
    activationEvents: [
      'onLanguage:python',
      ...ENDINGS.owned.map(ending => `workspaceContains:**/*.${ending}`),
    ],
    contributes: {
      customEditors: customEditors(key),
      commands: commands.map(({ id, title, icon }) => ({
        command: id,
        title: key(id, title),
        category: '%category.tensorLoupe%',
        ...(icon ? { icon } : {}),
      })),
      submenus: [{ id: EXPLORER_MENU, label: '%category.tensorLoupe%' }],
      menus: menus(),
      walkthroughs: [walkthrough(key)],
      jsonValidation: [{ fileMatch: PROJECT_FILE, url: `./${PROJECT_SCHEMA}` }],
      configuration: { title: key('configuration.title', CATEGORY), properties: properties(key) },
    },
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description: '%capabilities.untrustedWorkspaces%',
        restrictedConfigurations: settings
          .filter(({ isRestricted }) => isRestricted)
          .map(setting => `tensorLoupe.${setting.key}`),
      },
      virtualWorkspaces: {
        supported: 'limited',
        description: '%capabilities.virtualWorkspaces%',
      },
    },
    nls,
    projectSchema: projectSchema(),
  };
}

type Key = (id: string, text: string) => string;

function walkthrough(key: Key): Json {
  return {
    id: 'gettingStarted',
    title: key('walkthrough.title', 'Get Started with Tensor Loupe'),
    description: key(
      'walkthrough.description',
      'Look into tensor files, see which ComfyUI contract is broken, mend it.',
    ),
    steps: WALKTHROUGH.map(({ id, title, description, image, altText, completionEvents }) => ({
      id,
      title: key(`walkthrough.${id}.title`, title),
      description: key(`walkthrough.${id}.description`, description),
      media: {
        image: `media/walkthrough/${image}`,
        altText: key(`walkthrough.${id}.altText`, altText),
      },
      completionEvents,
    })),
  };
}

function customEditors(key: Key): Json[] {
  const selector = (endings: readonly string[]) =>
    endings.map(ending => ({ filenamePattern: `*.${ending}` }));
  const displayName = key('editor.displayName', CATEGORY);
  return [
    {
      viewType: VIEW_TYPES.tensors,
      displayName,
      selector: selector(ENDINGS.owned),
      // A VS Code that knows editors for diffs takes a plain 'default' as "not for diffs".
      priority: { textEditor: 'default', diffEditor: 'default' },
    },
    {
      viewType: VIEW_TYPES.shared,
      displayName,
      selector: selector([...ENDINGS.shared, ...ENDINGS.pictures, ...ENDINGS.linted]),
      // A text: the oldest VS Code reads any object as 'default', and would open pictures with us.
      priority: 'option',
    },
  ];
}

function menus(): Record<string, Json[]> {
  const result: Record<string, Json[]> = {
    commandPalette: commands
      .filter(({ palette }) => palette !== 'true')
      .map(({ id, palette }) => ({ command: id, when: palette })),
    'explorer/context': [
      {
        submenu: EXPLORER_MENU,
        when: `${TENSOR_FOLDER} || ${ANY_TENSOR_FILE}`,
        group: 'navigation@90',
      },
    ],
  };
  for (const { id, menus: places = [] } of commands) {
    for (const { menu, when, group } of places) {
      result[menu] ??= [];
      result[menu].push({ command: id, when, group });
    }
  }
  return result;
}

const settings: readonly Setting<unknown>[] = Object.values(SETTINGS);

function properties(key: Key): Json {
  const entries = settings.map((setting, order) => [
    `tensorLoupe.${setting.key}`,
    {
      ...described(setting.schema, `setting.${setting.key}`, key),
      ...(setting === SETTINGS.rules ? rulesSchema(key) : {}),
      default: setting.default,
      scope: setting.scope,
      order,
      markdownDescription: key(`setting.${setting.key}`, setting.description),
    },
  ]);
  return Object.fromEntries(entries);
}

/** A schema whose inner descriptions are texts with keys. */
function described(schema: Json, id: string, key: Key): Json {
  const entries = Object.entries(schema).map(([name, value]) => {
    if (name === 'description') return [name, key(id, String(value))];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [name, isObject ? described(value as Json, `${id}.${name}`, key) : value];
  });
  return Object.fromEntries(entries) as Json;
}
