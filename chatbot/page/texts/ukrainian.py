"""The texts of the page in Ukrainian; each stands for its namesake in ``english``."""

import datetime
from collections.abc import Sequence

from chatbot.changes.jobs import Doing, Task
from chatbot.conversations.export import Words
from chatbot.types import Verdict
from index.types import ArticleOrder

OWN_NAME = "Українська"
DIRECTION = "ltr"

NAME = "Footnote"
TAGLINE = "Відповіді з ваших статей: кожне речення з джерелом."

WELCOME = "Запитуйте свої статті."
WELCOME_HOW = "Кожне речення відповіді процитовано дослівно. Виноска відкриває статтю на цьому реченні."
WELCOME_EXAMPLES = "Наприклад"
EMPTY = "Поки що запитувати нічого."
EMPTY_HOW = (
    "Відкрийте бібліотеку й перетягніть туди статті (текст, Markdown, HTML, PDF, Word, CSV або JSON lines) "
    "чи запустіть Footnote з текою, де вони лежать:"
)
EMPTY_COMMAND = "footnote serve --index ТЕКА"
EMPTY_OPEN = "Відкрити бібліотеку"

QUESTION = "Ваше запитання"
QUESTION_PLACEHOLDER = "Запит або @ стаття"
NAMED = "Статті, які можна запитати окремо"
QUESTION_EMPTY = "Спершу напишіть запитання."
ASK = "Запитати"
MAY_NOT_ASK = "Тут ви можете читати, але не запитувати. Змінити це може той, хто тримає цей Footnote."
LOG_OUT = "Вийти"
NEW = "Нова розмова"
NEW_SHORT = "Нова"
CONVERSATION = "Розмова"
EARLIER = "Попередні відповіді"
YOU_ASKED = "Ви запитали"
SEARCHING = "Шукаю в статтях…"

REFUSAL = "Статті не дають на це відповіді."
NEAREST = "Найближчі речення"
NOTHING_NEAR = "Немає жодного речення, близького до запитання."
EVIDENCE = "Свідчення"
EVIDENCE_MORE = "інших прочитаних речень"
ASKED_AS = "запитано як:"
ASKED_WITH = "запитано разом із цим із розмови:"
ONE_SOURCE = "спирається лише на одну статтю"

WHY = "Чому саме ці речення"
WHY_FOUND = "Як знайдено кожне речення, найкращі згори"
WHY_SENTENCE = "Речення"
WHY_COLUMNS = ("За змістом", "За словами", "Разом", "Рідкісні слова", "Прочитано", "Оцінка")
WHY_LEGEND = (
    "місце уривка в пошуку за змістом (вектори)",
    "місце уривка в пошуку за словами (терміни)",
    "обидва місця одним числом (злиття обернених рангів); риска: до нього привело знайдене раніше",
    "скільки рідкісних слів запитання є в реченні",
    "наскільки певно воно відповідає на думку малої моделі, яка читає запитання й уривок разом "
    "(переранжувальник); риска: вона читає лише найімовірніші уривки",
    "усе побачене, зважене разом; за ним речення впорядковано",
)
CHECKED = "Як кожне написане речення звірено з джерелами"
CHECKED_SENTENCE = "Написане речення і те, на що воно спирається"
CHECKED_COLUMNS = ("Висновок", "Підтверджено", "Немає в джерелах")
UNKNOWN = "–"

PREPARING = "Модель ось-ось почне писати. Доти чинна відповідь із цитат."
WRITING = "Відповідь пишеться; кожне завершене речення перевіряється."
MEANWHILE = "Тим часом цитати"
STOP = "Зупинити"
STOPPED = "Зупинено."
FELL_BACK = (
    "Цього разу модель нічого не написала; натомість стоять цитати. Спитайте згодом або змініть модель."
)
FELL_BACK_CHOOSE = "Вибрати, хто пише"
STOPPED_QUOTED = "Писання зупинено; це відповідь із цитат"
UNFOUNDED = "немає в жодному процитованому реченні"
MISSING = "Про це статті не кажуть:"
CONFLICT = "Статті розходяться щодо"

ANSWERING = "Як відповідати"
WRITER = "Хто пише відповідь"
REFUSING = "Коли відмовляти"
REFUSING_FROM_TO = "Від частіших відповідей до частіших відмов"
ANSWER_MORE = "Частіше відповідати"
REFUSE_MORE = "Частіше відмовляти"
WHERE = "Де шукати"
COLLECTION = "Добірка"
LANGUAGE = "Мова"
SOURCE = "Джерело"
SINCE = "Опубліковано від"
UNTIL = "Опубліковано до"
ANY = "Усі"
RESET = "Повернути початкові"

WRONG = "У Footnote сталася помилка."
WRONG_HELP = "На запитання не відповіли; подробиці в журналі сервера. Статті неушкоджені."

ARTICLE = "Стаття"
LIBRARY = "Бібліотека"
SIDE = "Джерела"
BACK = "Закрити"
VIEWER_EMPTY = "Тут відкриється джерело"
VIEWER_EMPTY_HOW = "Натисніть виноску у відповіді або назву в бібліотеці, щоб прочитати статтю."
VIEWER_GONE = "Цю статтю вже не можна прочитати."
CHANGED = "Після цієї відповіді статтю змінено або вилучено: тут версія, яку було процитовано."
CITED_ARTICLES = "Статті, процитовані в цій відповіді"
PREVIOUS = "Попереднє речення"
NEXT = "Наступне речення"
CITED_HERE = "Процитовані речення"
ASK_ONLY = "Запитати лише цю статтю"
ASK_SELECTED = "Запитати про це"
ASKING_ONLY = "Запитуємо лише одну статтю:"
ASK_ALL = "Запитати всі статті"
VIEWS = "Показати як"
VIEW_TEXT = "Текст"
VIEW_PAGES = "Сторінки"
PAGE_OF = "Сторінка {at} з {all}"
NOT_ON_PAGES = "На сторінках цього речення не знайдено; воно є в тексті."
NO_PAGES = "Сторінки показати не вдається."

FIND = "Знайти в цій статті"
FIND_KEYS = "Натисніть /, щоб потрапити сюди; Enter і Shift-Enter – далі й назад, Escape – завершити"
FIND_POSITION = "{at} з {all}"
FIND_NONE = "У цій статті немає"
FIND_PREVIOUS = "Попередній збіг"
FIND_NEXT = "Наступний збіг"

CONVERSATIONS = "Розмови"
CONVERSATIONS_SEARCH = "Шукати в розмовах"
CONVERSATIONS_SEARCH_PLACEHOLDER = "Слова з назви, запитання чи відповіді"
NO_CONVERSATIONS = (
    "Ваші запитання зберігаються тут, на цьому комп’ютері: повертайтеся до них, перейменовуйте, видаляйте."
)
NO_CONVERSATION_MATCHES = "Такої розмови немає."
RENAME = "Перейменувати"
RENAME_TO = "Нова назва"
RENAME_YES = "Зберегти"
RENAME_NO = "Скасувати"
DELETE = "Видалити"
EXPORT = "Експорт"
EXPORT_TALK = "Експорт розмови"
COPY = "Скопіювати з виносками"
COPIED = "Скопійовано"
AGAIN = "Запитати ще раз"
QUOTES_ONLY = "Лише цитати"
EDIT = "Змінити запитання"
EDIT_HOW = "Відповідь на нього стане на місце цієї та всіх наступних."
EDIT_CANCEL = "Скасувати"
REPLACED = "Усе запитане відтоді замінено."
BRING_BACK = "Повернути"
FEEDBACK = "Що ви думаєте про цю відповідь"
GOOD = "Добре"
BAD = "Погано"
WORD = "Кілька слів про неї"
WORD_KEEP = "Зберегти"
NOT_KEPT = "цю відповідь не збережено"
NOT_RATED = "Цю відповідь не збережено, тож і відгук зберегти ніде."
THANKS = "Збережено разом із відповіддю."
UNDO = "Скасувати"
TODAY = "Сьогодні"
YESTERDAY = "Учора"

ADD = "Додати статті: перетягніть файли сюди або виберіть їх"
SEARCH = "Шукати в бібліотеці"
SEARCH_PLACEHOLDER = "Назва або ім’я файлу"
REINDEX = "Перевірити зміни"
PREVIOUS_PAGE = "Назад"
NEXT_PAGE = "Далі"
NO_ARTICLES = "Бібліотека порожня. Перетягніть файли сюди вище або вкажіть теку з ними."
NO_MATCH = "Такої статті немає."
REMOVE = "Вилучити"
SORTED = "Упорядковано"
ORDERS = {
    ArticleOrder.TITLE: "за назвою",
    ArticleOrder.NEWEST: "від найновіших",
    ArticleOrder.ADDED: "від доданих останніми",
    ArticleOrder.LONGEST: "від найдовших",
}
COLUMNS = ("Назва", "Дата", "Формат", "Речень", "Стан")
READY = "готово"
BY_WORDS = "шукається за словами, вектори буде згодом"
NOT_INDEXED = "Файли, які не вдалося проіндексувати"
NO_DATE = "без дати"

WAITING = "чекає"
WORKING = "перебіг"

MAP = "Карта"
MAP_MAKING = "Карта малюється; за мить вона буде тут."
MAP_EMPTY = "Карта з’явиться, коли статті буде проіндексовано, а вектори обчислено."
MAP_QUESTION = "ваше запитання"
MAP_LEGEND = (
    "Числа – виноски останньої відповіді, кільця – інші речення, прочитані для неї. "
    "Натисніть знак, щоб прочитати уривок."
)
MAP_TOPICS = "Теми"
MAP_UNNAMED = "без власних слів"
MAP_NEAREST = "найближча до вашого запитання"
TIMELINE = "Процитовані статті за датою"

FORMATS = {
    "": "невідомий",
    "text/plain": "Текст",
    "message/rfc822": "Лист",
    "application/x-ipynb+json": "Записник",
}
_MONTHS = (
    *("січня", "лютого", "березня", "квітня", "травня", "червня"),
    *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
)
_MONTHS_ALONE = (
    *("січень", "лютий", "березень", "квітень", "травень", "червень"),
    *("липень", "серпень", "вересень", "жовтень", "листопад", "грудень"),
)
_MONTHS_SHORT = (
    *("січ.", "лют.", "бер.", "квіт.", "трав.", "черв."),
    *("лип.", "серп.", "вер.", "жовт.", "лист.", "груд."),
)
STAGES = {
    "condense": "розуміння запитання",
    "retrieve": "пошук",
    "judge": "оцінювання",
    "answer": "цитування",
    "write": "писання",
    "verify": "перевірка",
}
VERDICTS = {
    Verdict.SUPPORTED: "підтверджено",
    Verdict.PARTLY: "підтверджено частково",
    Verdict.UNSUPPORTED: "не підтверджено",
}
WRITERS = {"quote": "цитатами", "local": "місцева модель"}
WRITER_LABELS = {"quote": "Цитати, слово в слово", "local": "Місцева модель на цьому комп’ютері"}
LANGUAGE_NAMES = {
    **{"en": "англійська", "de": "німецька", "fr": "французька", "es": "іспанська", "it": "італійська"},
    **{"pt": "португальська", "nl": "нідерландська", "sv": "шведська", "da": "данська", "no": "норвезька"},
    **{"fi": "фінська", "pl": "польська", "uk": "українська", "ru": "російська", "tr": "турецька"},
    **{"zh": "китайська", "ja": "японська", "ko": "корейська", "ar": "арабська", "he": "іврит"},
}
PHASES = {
    "fetching": "Завантаження сторінок",
    "reading": "Читання файлів",
    "embedding": "Обчислення векторів",
}
JOB_STATES = {"done": "готово", "failed": "не вдалося", "cancelled": "зупинено"}

_ARTICLES = ("стаття", "статті", "статей")
_OF_ARTICLES = ("статті", "статей", "статей")
_SENTENCES = ("речення", "речення", "речень")
_PASSAGES = ("уривок", "уривки", "уривків")
_ANSWERS = ("відповідь", "відповіді", "відповідей")
_FILES = ("файлу", "файлів", "файлів")


def counted(number: int, forms: tuple[str, str, str]) -> str:
    """Return ``21 стаття``, ``3 статті`` or ``17 статей``: the plural rules of CLDR for Ukrainian."""
    ones, tens = number % 10, number % 100
    if ones == 1 and tens != 11:
        form = forms[0]
    elif 2 <= ones <= 4 and not 12 <= tens <= 14:
        form = forms[1]
    else:
        form = forms[2]
    return f"{_number(number)} {form}"


def articles_named(articles: int) -> str:
    """Say how many articles have the name that is being typed, and how one is taken."""
    return f"{counted(articles, _ARTICLES)}: стрілки вибирають, Enter бере." if articles else ""


def welcome_count(articles: int) -> str:
    """Say how many articles there are."""
    return f"До ваших послуг {counted(articles, _ARTICLES)}."


def reading(sentences: int, articles: int) -> str:
    """Say what is read while the answer is made."""
    return f"Читаю {counted(sentences, _SENTENCES)} з {counted(articles, _OF_ARTICLES)}…"


def searched(articles: int) -> str:
    """Say what was searched."""
    return f"переглянуто {counted(articles, ('статтю', 'статті', 'статей'))}"


def sureness(confidence: float, answered: bool) -> str:
    """Say in words and per cent how sure the answer is."""
    chance = _chance(confidence)
    if not answered:
        return f"імовірність, що в них є відповідь: {chance}"
    words = "дуже певно" if confidence >= 0.9 else "досить певно" if confidence >= 0.7 else "не дуже певно"
    return f"{words} ({chance})"


def seconds(duration: float) -> str:
    """Return a duration as a reader would say it."""
    if duration < 1:
        return f"{max(1, round(duration * 1000))}\u00a0мс"
    if duration < 90:
        return f"{_decimal(duration, 1)}\u00a0с" if duration < 10 else f"{duration:.0f}\u00a0с"
    return f"{duration / 60:.0f}\u00a0хв"


def per_cent(share: float) -> str:
    """Return a share from 0 to 1 as a reader would say it."""
    return f"{100 * share:.0f}\u00a0%"


def _chance(confidence: float) -> str:
    return per_cent(confidence) if confidence >= 0.005 else "менше\u00a01\u00a0%"


def decided(confidence: float, threshold: float | None, answered: bool) -> str:
    """Say why there is an answer, or a refusal; both numbers from 0 to 1."""
    found = f"Імовірність, що ці речення відповідають на запитання, – {_chance(confidence)}"
    if threshold is None:
        return f"{found}."
    asked = f"Footnote відповідає від {per_cent(threshold)}"
    return f"{found}; {asked}." if answered else f"{found}, і цього замало: {asked}."


def searched_as(standalone: str) -> str:
    """Say what a follow-up became."""
    return f"З огляду на попередню розмову запитання стало таким: «{standalone}»"


def unfounded(words: Sequence[str]) -> str:
    """Name what stands in no cited sentence."""
    return f"немає в жодному процитованому реченні: {', '.join(words)}"


def written_by(writer: str) -> str:
    """Say which model wrote an answer."""
    return "відповідь цитатами" if writer == "quote" else f"пише {WRITERS.get(writer, writer)}"


def file_size(size: int) -> str:
    """Return a file's size as a reader would say it."""
    return (
        f"{_decimal(size / 1e9, 1)}\u00a0ГБ"
        if size >= 1e9
        else f"{_number(max(1, round(size / 1e6)))}\u00a0МБ"
    )


def fetch(size: str) -> str:
    """Offer to fetch a model's file."""
    return f"Завантажити ({size})"


def model_missing(size: str) -> str:
    """Say how a model's file that is not there can be had."""
    return f"Її файлу ({size}) тут ще немає; завантажте його командою:"


def fetching(done: int, total: int) -> str:
    """Say how much of a file has been fetched."""
    return f"Завантаження моделі: {file_size(done)} з {file_size(total)}" if total else "Завантаження моделі"


def cost(answerable: float, near: float, foreign: float) -> str:
    """Say in words what a threshold costs; shares from 0 to 1."""
    return (
        f"Зі 100 запитань, на які статті відповідають, відмову дістають близько {100 * answerable:.0f}. "
        f"Зі 100, на які вони не відповідають, розпізнано близько {100 * foreign:.0f}, "
        f"а якщо статті говорять про те саме, – {100 * near:.0f}."
    )


def threshold_moved(chosen: float, stands: float) -> str:
    """Say that the refusal was moved, and where to."""
    return "частіше відмовляє" if chosen > stands else "частіше відповідає"


def option(name: str, articles: int) -> str:
    """Name what can be chosen, with the number of its articles."""
    return f"{name} ({_number(articles)})"


def since(iso: str) -> str:
    """Name a filter by date."""
    return f"від: {date(iso)}"


def until(iso: str) -> str:
    """Name a filter by date."""
    return f"до: {date(iso)}"


def collection(name: str) -> str:
    """Name a filter by collection."""
    return f"добірка {name}"


def source(name: str) -> str:
    """Name a filter by source."""
    return f"джерело {name}"


def only(title: str) -> str:
    """Name the one article that is asked."""
    return f"лише «{title}»"


def searched_part(articles: int, total: int, named: Sequence[str]) -> str:
    """Say what was searched of a library, and how that part was chosen."""
    return f"Переглянуто {_number(articles)} з {counted(total, _OF_ARTICLES)}: {', '.join(named)}"


def date(iso: str) -> str:
    """Return ``28 листопада 2024`` for an ISO 8601 date of any precision; other text as it is."""
    numbers = _numbers(iso)
    if len(numbers) < 2:
        return str(numbers[0]) if numbers else iso
    if len(numbers) == 2:
        return f"{_MONTHS_ALONE[numbers[1] - 1]} {numbers[0]}"
    return f"{numbers[2]} {_MONTHS[numbers[1] - 1]} {numbers[0]}"


def short_date(iso: str) -> str:
    """Return ``28 лист. 2024``, for a table."""
    numbers = _numbers(iso)
    if len(numbers) < 2:
        return str(numbers[0]) if numbers else iso
    day_first = [str(numbers[2])] if len(numbers) == 3 else []
    return " ".join([*day_first, _MONTHS_SHORT[numbers[1] - 1], str(numbers[0])])


def _numbers(iso: str) -> list[int]:
    """Return year, month and day as far as they are told; empty for other text."""
    parts = iso.partition("T")[0].split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3:
        return []
    numbers = [int(part) for part in parts]
    return [] if len(numbers) > 1 and not 1 <= numbers[1] <= 12 else numbers


def footnote(number: int, title: str, published: str) -> str:
    """Return what a screen reader says for a footnote."""
    return ", ".join(part for part in (f"виноска {number}", f"цитата з «{title}»", date(published)) if part)


def deleted(title: str) -> str:
    """Say which conversation was deleted."""
    return f"Видалено: {title}"


def answers(number: int) -> str:
    """Say how long a conversation is."""
    return counted(number, _ANSWERS)


def step(position: int, total: int) -> str:
    """Say which lit sentence is the active one."""
    return f"{position} з {total}"


def range_shown(first: int, last: int, total: int) -> str:
    """Say which articles of how many a list shows."""
    return counted(total, _ARTICLES) if last - first + 1 >= total else range_of(first, last, total)


def range_of(first: int, last: int, total: int) -> str:
    """Say which part of a list is shown."""
    return f"{_number(first)}–{_number(last)} з {_number(total)}"


EXPORTED = Words(
    language="uk",
    direction=DIRECTION,
    made="Відповіді зі статей, кожне речення з джерелом; створено у Footnote.",
    refused="Статті не дають на це відповіді. Найближчі речення:",
    nothing="Статті не дають на це відповіді, і жодне речення не близьке до запитання.",
    partly="підтверджено частково",
    unsupported="НЕ ПІДТВЕРДЖЕНО",
    unfounded="немає в жодному процитованому реченні: {words}",
    disagree="Статті розходяться щодо «{about}»: {one} проти {other}.",
    missing="Про це статті не кажуть: {parts}.",
    footnote="виноска {number}",
    where="версія {version}, символи {start}–{end}",
    columns="стовпці: {names}",
    searched=searched,
)

_FILES_AGAIN = ("файл", "файли", "файлів")
_PAGES = ("сторінка", "сторінки", "сторінок")


def task(what: Task) -> str:
    """Name what a job does."""
    return {
        Doing.ADDING: f"Додавання {counted(what.number, _FILES)}",
        Doing.ADDING_PLACE: f"Додавання: {what.name}",
        Doing.ADDING_SEEDS: "Додавання статей, що йдуть разом із Footnote",
        Doing.LOOKING: "Перевірка змін",
        Doing.RETRYING: f"Повторна спроба: {counted(what.number, _FILES_AGAIN)}",
        Doing.REFETCHING: f"Повторне завантаження: {counted(what.number, _PAGES)}",
        Doing.REMOVING: f"Вилучення: {what.name}",
        Doing.BRINGING_BACK: f"Повернення: {what.name}",
        Doing.EMBEDDING: f"Обчислення векторів моделлю {what.name}",
    }[what.doing]


def removed(title: str) -> str:
    """Say which article was removed."""
    return f"Вилучено: {title}"


def map_how(points: int, passages: int) -> str:
    """Say what the map shows."""
    of_all = counted(passages, ("уривка", "уривків", "уривків"))
    drawn = f"{_number(points)} з {of_all}" if points < passages else counted(points, _PASSAGES)
    return f"{drawn}; ті, що говорять про подібне, лежать поруч."


def map_size(passages: int, articles: int) -> str:
    """Say how large a topic is."""
    return f"{counted(passages, _PASSAGES)} з {counted(articles, _OF_ARTICLES)}"


def map_more(articles: int) -> str:
    """Say how many articles of a topic are not listed."""
    return f"і ще {_number(articles)}"


LOGIN = "Увійти"
LOGIN_NAME = "Ім’я"
LOGIN_PASSWORD = "Пароль"
LOGIN_ELSEWHERE = "Увійти через вашу організацію"
LOGIN_HELP = "Немає облікового запису чи забули пароль? Зверніться до того, хто тримає цей Footnote."
LOGIN_WRONG = "Такої пари імені й пароля немає."
LOGIN_FOREIGN = "Цю форму надіслано не з цієї сторінки. Відкрийте її заново й спробуйте ще раз."

TOO_EARLY = "Статті ще індексуються, тож питати, може, зарано: спробуйте за мить."
FURTHER = "Статті відповідають і на це"
SHARE = "Поділитися"
SHARE_TALK = "Поділитися розмовою"
SHARE_HOW = (
    "Окрема сторінка, яку можна читати, але не змінювати, за адресою, якої ніхто не вгадає. "
    "На ній відповіді такі, як зараз."
)
SHARE_MAKE = "Створити сторінку"
SHARE_PUBLIC = "Створити для всіх, хто має посилання"
SHARE_OPEN = "Спільна сторінка"
SHARE_COPY = "Скопіювати посилання"
SHARE_RENEW = "Додати запитане відтоді"
SHARE_END = "Більше не ділитися"
SHARED = "спільна"
SHARED_GONE = "Цією сторінкою більше не діляться"
SHARED_GONE_HOW = "Той, хто надіслав вам посилання, може поділитися розмовою знову."

ADD_PLACE = "Або тека, файл, вебсторінка чи стрічка"
ADD_PLACE_PLACEHOLDER = "/home/anna/statti або https://…"
ADD_PLACE_BUTTON = "Додати"
FILTER = "Фільтр"
FORMAT = "Формат"
STATE = "Стан"
NARROWED = "Звужено; натисніть, щоб зняти"
LIST_STATES = {
    "ready": "можна шукати",
    "embedding": "обчислюються вектори",
    "failed": "не вдалося прочитати",
}
RETRY = "Спробувати ще раз"
SEEDS_TRY = "Спробувати зі статтями, що йдуть разом із Footnote"
INDEX_AWAY = (
    "Векторний індекс зараз недосяжний: статті шукаються лише за словами. "
    "Footnote повторює спроби сам; той, хто його тримає, має перевірити, чи працює сервер Chroma."
)
INDEX_REBUILT = (
    "Частина пошукового індексу будується заново: доти деякі статті можуть не знайтися. "
    "Це мине само; якщо ні, причину скаже footnote doctor --repair."
)

OUTCOMES = {
    "indexed": "додано",
    "updated": "оновлено",
    "unchanged": "без змін",
    "moved": "переміщено",
    "duplicate": "повтор",
    "removed": "вилучено",
    "skipped": "пропущено",
    "failed": "не вдалося",
}


def login_wait(minutes: int) -> str:
    """Say when it can be tried again."""
    return f"Забагато спроб. Спробуйте ще раз через {counted(minutes, ('хвилину', 'хвилини', 'хвилин'))}."


def version(number: int) -> str:
    """Name a version of an article."""
    return f"версія {number}"


def shared_facts(made: datetime.date, number: int, is_public: bool) -> str:
    """Say since when a conversation is shared, how much of it, and with whom."""
    whom = "для всіх, хто має посилання" if is_public else "для тих, хто може тут читати"
    return f"{date(made.isoformat())} · {answers(number)} · {whom}"


def take_off(filter: str) -> str:
    """Offer to take a filter off."""
    return f"Зняти: {filter}"


def retry_all(number: int) -> str:
    """Offer to read all files again that failed."""
    return f"Спробувати ще раз усі {_number(number)}"


def pace_of(phase: str, rate: float, left: float | None) -> str:
    """Say how fast a phase of indexing goes, in what, and how long it still takes."""
    what = {"reading": "файлів", "embedding": "уривків", "fetching": "сторінок"}.get(phase, "")
    number = f"{rate:.0f}" if rate >= 10 else _decimal(rate, 1)
    said = f"{number} {what} за секунду".replace("  ", " ")
    return said if not left else f"{said}, лишилося {seconds(left)}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def _decimal(number: float, digits: int) -> str:
    return f"{number:.{digits}f}".replace(".", ",")


def sentence_unit(number: int) -> str:
    """Say what an article's length is counted in, after the number."""
    return counted(number, ("речення", "речення", "речень")).rpartition(" ")[2]
