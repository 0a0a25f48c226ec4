' Another WMI client, that goes through Windows Script and its wbemdisp.dll (Wine's here): what those
' can read, others can too.
'
' cscript foreign.vbs NAMESPACE WQL PROPERTY [METHOD]
'   PROPERTY of every object; with METHOD (one without parameters) also what it returned
Option Explicit
Dim services, object

Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", WScript.Arguments(0))
For Each object In services.ExecQuery(WScript.Arguments(1))
	WScript.Echo object.Properties_.Item(WScript.Arguments(2)).Value
	If WScript.Arguments.Count > 3 Then
		WScript.Echo object.ExecMethod_(WScript.Arguments(3)).Properties_.Item("ReturnValue").Value
	End If
Next
