/* python.exe, and pythonw.exe with -DWINDOWED: both only call Python's own entry. Used to build; neither ships. */
#include <windows.h>
#include <shellapi.h>

__declspec(dllimport) int Py_Main(int, wchar_t **);

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, PWSTR line, int show)
{
    int count;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    return Py_Main(count, words);
}
#else
int wmain(int count, wchar_t **words)
{
    return Py_Main(count, words);
}
#endif
